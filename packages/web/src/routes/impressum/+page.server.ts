import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({ text: locals.services.legalTexts.imprint });
