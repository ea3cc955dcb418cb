import type { DemoServices, PageSession } from '@doorstep/contract/page-services.ts';
import { error, redirect } from '@sveltejs/kit';

interface Visit {
  readonly locals: App.Locals;
  readonly url: URL;
}

/** Whoever is signed in; anyone else is sent to sign in first and comes back afterwards. */
export function requireSession({ locals, url }: Visit): PageSession {
  if (locals.session) return locals.session;
  // An action's own name (`?/revoke`) is no page to return to.
  const search = url.search.startsWith('?/') ? '' : url.search;
  redirect(303, `/login?next=${encodeURIComponent(url.pathname + search)}`);
}

/** Customer service; for any other account these pages do not exist. */
export function requireSupport(visit: Visit): PageSession {
  const session = requireSession(visit);
  if (session.role !== 'support') error(404);
  return session;
}

/** The demo's own services; where there is no demo, its pages do not exist. */
export function requireDemo({ locals }: Pick<Visit, 'locals'>): DemoServices {
  return locals.services.demo ?? error(404);
}

/** An administrator; for any other account these pages do not exist. */
export function requireAdministrator(visit: Visit): PageSession {
  const session = requireSession(visit);
  if (session.role !== 'administrator') error(404);
  return session;
}
