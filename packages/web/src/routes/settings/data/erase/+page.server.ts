import { error, fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { findEmptyFields, readPassword, refuseForm, statusOf } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  const session = requireSession(event);
  // An employee's account is ended by whoever operates the instance; the page before says so.
  if (session.role !== 'recipient') redirect(303, '/settings/data');
  return { email: session.email };
};

export const actions: Actions = {
  default: async (event) => {
    requireSession(event);
    const current = readPassword(await event.request.formData(), 'current');
    const empty = findEmptyFields({ current });
    if (empty.length > 0) return fail(400, refuseForm(empty, {}));
    const answer = await event.locals.services.privacy.erase(current, event.request.headers);
    if (answer.ok) redirect(303, '/erased');
    if (answer.code === 'signed_out') redirect(303, '/login?next=/settings/data/erase');
    if (answer.code === 'staff_account') error(404);
    const problem = answer.code === 'too_many_requests' ? 'too_many_tries' : answer.code;
    return fail(statusOf(problem), refuseForm([problem], {}));
  },
};
