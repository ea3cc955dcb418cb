import { redirect } from '@sveltejs/kit';
import { requireDemo } from '#lib/server/doors.ts';
import type { RequestHandler } from './$types';

/** The visitor's own driver page, through a pairing link made for this opening. */
export const GET: RequestHandler = async (event) => redirect(303, await requireDemo(event).driverPath());
