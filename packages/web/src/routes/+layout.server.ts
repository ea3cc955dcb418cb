import type { LayoutServerLoad } from './$types';

/** Pages are HTML and nothing else: no client runtime is sent, forms post, links lead. */
export const csr = false;

export const load: LayoutServerLoad = ({ locals, url }) => {
  // An action's own name (`?/revoke`) is no page to return to after the language is switched.
  const search = url.search.startsWith('?/') ? '' : url.search;
  return {
    language: locals.language,
    instanceName: locals.services.instanceName,
    here: url.pathname + search,
    account: locals.session && {
      email: locals.session.email,
      isAdministrator: locals.session.role === 'administrator',
    },
  };
};
