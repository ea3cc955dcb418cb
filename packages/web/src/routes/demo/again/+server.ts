import { redirect } from '@sveltejs/kit';
import { requireDemo } from '#lib/server/doors.ts';
import type { RequestHandler } from './$types';

/** Begins the next day of the demo; the landing page says when its vans are on the road. */
export const POST: RequestHandler = async (event) => {
  requireDemo(event).startAgain();
  redirect(303, '/');
};
