import type { DemoLogin, DemoPerson, DemoServices, PageSession } from '@doorstep/contract/page-services.ts';
import { localPath } from './local-path.ts';

/** Whose pages there are so far; the landing page offers nobody else. */
export const others = ['far', 'photo', 'gift', 'opted_out', 'admin'] as const satisfies readonly DemoPerson[];

const homes: Readonly<Partial<Record<DemoPerson, string>>> = { support: '/support', admin: '/admin/devices' };

/** What came of looking through somebody's eyes: the path to show, or why not. */
export type Seeing =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly code: 'too_many_tries' | 'failed' };

interface Visit {
  readonly locals: App.Locals;
  readonly request: Request;
}

/**
 * Signs the visitor in as one of the demo's people, unless that is who they are already. `wanted` is the page to show,
 * where it is not the one that this person is about. The driver needs no account but a pairing link.
 */
export async function seeAs(
  demo: DemoServices,
  { locals, request }: Visit,
  who: string,
  wanted: string | null = null,
): Promise<Seeing> {
  if (who === 'driver') return { ok: true, path: await demo.driverPath() };
  const login = demo.people.find((person) => person.who === who);
  if (!login || login.email === null || login.password === null) return { ok: false, code: 'failed' };
  if (locals.session?.email !== login.email) {
    const { email, password } = login;
    const answer = await locals.services.accounts.signIn({ email, password }, request.headers);
    if (!answer.ok) return { ok: false, code: answer.code === 'too_many_tries' ? answer.code : 'failed' };
    locals.cookieLines.push(...answer.setCookies);
  }
  return { ok: true, path: localPath(wanted, ownPath(login)) };
}

/** The page that one of the demo's people is about, where that is who the visitor is signed in as; else null. */
export function pathSeenAs(demo: DemoServices, session: PageSession | null, who: DemoPerson): string | null {
  const login = demo.people.find((person) => person.who === who);
  return login && session !== null && session.email === login.email ? ownPath(login) : null;
}

function ownPath({ who, parcelId }: DemoLogin): string {
  return homes[who] ?? (parcelId === null ? '/orders' : `/parcels/${encodeURIComponent(parcelId)}`);
}
