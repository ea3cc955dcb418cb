import type { PageServerLoad } from './$types';

// Opening the page uses nothing up: the code is spent by the button's own request.
export const load: PageServerLoad = async ({ locals, params }) => {
  const pairing = await locals.services.pairing.open(params.code);
  return { pairing, code: params.code };
};
