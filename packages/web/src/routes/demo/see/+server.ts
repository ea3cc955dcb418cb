import { redirect } from '@sveltejs/kit';
import { seeAs } from '#lib/server/demo-people.ts';
import { requireDemo } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { RequestHandler } from './$types';

/** One click to look through somebody's eyes. */
export const POST: RequestHandler = async (event) => {
  const demo = requireDemo(event);
  const form = await event.request.formData();
  const path = form.get('path');
  const seeing = await seeAs(demo, event, readText(form, 'who'), typeof path === 'string' ? path : null);
  redirect(303, seeing.ok ? seeing.path : `/?said=${seeing.code}`);
};
