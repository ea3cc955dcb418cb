import type { PageServerLoad } from './$types';

// Who drives is known to the phone alone: its key is sent with each request of the page, never with the page itself.
export const load: PageServerLoad = ({ locals: { services } }) => ({
  isDemo: services.demo !== null,
  baseMap: services.baseMap,
  fixRetentionHours: services.fixRetentionHours,
});
