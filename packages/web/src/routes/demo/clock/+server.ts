import { error, json, redirect } from '@sveltejs/kit';
import { requireDemo } from '#lib/server/doors.ts';
import { localPath } from '#lib/server/local-path.ts';
import type { RequestHandler } from './$types';

/** What the demo's clock shows, for the script that lets it tick. */
export const GET: RequestHandler = (event) => json(requireDemo(event).clock());

/** Another speed; 0 halts the clock. */
export const POST: RequestHandler = async (event) => {
  const demo = requireDemo(event);
  const form = await event.request.formData();
  const speed = demo.speeds.find((each) => String(each) === form.get('speed'));
  if (speed === undefined) error(400);
  demo.setSpeed(speed);
  redirect(303, localPath(form.get('back'), '/'));
};
