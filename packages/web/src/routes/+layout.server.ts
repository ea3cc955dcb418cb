import type { LayoutServerLoad } from './$types';

/** Pages are HTML and nothing else: no client runtime is sent, forms post, links lead. */
export const csr = false;

export const load: LayoutServerLoad = ({ locals, url, request }) => {
  // An action's own name (`?/revoke`) is no page to return to after the language is switched.
  const search = url.search.startsWith('?/') ? '' : url.search;
  return {
    language: locals.language,
    instanceName: locals.services.instanceName,
    here: url.pathname + search,
    appearance: locals.appearance,
    // The driver's page is kept on the phone as it comes: nobody's address may lie in it.
    account:
      url.pathname === '/driver'
        ? null
        : locals.session && {
            email: locals.session.email,
            isAdministrator: locals.session.role === 'administrator',
            isSupport: locals.session.role === 'support',
          },
    demoClock: locals.services.demo?.clock() ?? null,
    // Within the demo's two phones side by side, the frame around them has the demo's bar already.
    isFramed: request.headers.get('sec-fetch-dest') === 'iframe',
  };
};
