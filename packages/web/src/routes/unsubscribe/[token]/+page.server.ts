import { fail } from '@sveltejs/kit';
import type { Actions } from './$types';

// Opening the page changes nothing: mail scanners open every link. Only the button does, and nobody need be signed in.
export const actions: Actions = {
  default: async ({ locals, params }) => {
    if (!(await locals.services.unsubscribe(params.token))) return fail(404, { done: false });
    return { done: true };
  },
};
