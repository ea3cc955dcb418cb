import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({ legal: locals.services.legalTexts[locals.language].privacy });
