import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { error } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { type Appearance, appearanceCookie, chosenAppearance } from '#lib/server/appearance.ts';
import { chooseLanguage, languageCookie } from '#lib/server/language.ts';
import { servicesOf } from '#lib/server/services.ts';

const withoutServer = `These pages live inside the Doorstep server, which hands them their data.
Stop "vite dev" and run "npm run dev" in the root of the project instead.

Diese Seiten leben im Doorstep-Server, der ihnen ihre Daten gibt.
Beenden Sie "vite dev" und starten Sie "npm run dev" im Wurzelverzeichnis des Projekts.
`;

export const handle: Handle = async ({ event, resolve }) => {
  const services = servicesOf(event.platform);
  if (!services)
    return new Response(withoutServer, { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' } });

  const language = chooseLanguage(event.cookies.get(languageCookie), event.request.headers.get('accept-language'));
  const appearance = chosenAppearance(event.cookies.get(appearanceCookie));
  event.locals.services = services;
  event.locals.language = language;
  event.locals.appearance = appearance;
  event.locals.cookieLines = [];
  event.locals.session = null;
  try {
    event.locals.session = await services.session(event.request.headers);
  } catch (fault) {
    // Without knowing who asks, no page can be answered; what was asked for is not said either.
    services.reportFault(fault, event.route.id);
    error(503);
  }

  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('<html lang="de">', htmlTag(language, appearance)),
  });
  for (const line of event.locals.cookieLines) response.headers.append('set-cookie', line);
  // Every page carries the viewer's header or language, so none may rest in a shared or a browser's cache.
  const isStream = response.headers.get('content-type') === 'text/event-stream';
  // A stream must not wait for its compression either.
  response.headers.set('cache-control', isStream ? 'private, no-store, no-transform' : 'private, no-store');
  response.headers.append('vary', 'Cookie, Accept-Language');
  // Other sites learn nothing of our addresses. `no-referrer` would also make browsers post forms with `Origin: null`
  // (Fetch, "append a request Origin header"), which the check against cross-site posts rightly refuses.
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  if (services.demo) allowOwnFrames(response.headers);
  return response;
};

function htmlTag(language: PageLanguage, appearance: Appearance | null): string {
  return appearance === null ? `<html lang="${language}">` : `<html lang="${language}" data-theme="${appearance}">`;
}

/** The demo shows two of its pages in frames, side by side; no page of ours may be framed otherwise, nor there by others. */
function allowOwnFrames(headers: Headers): void {
  const policy = headers.get('content-security-policy');
  if (policy)
    headers.set('content-security-policy', policy.replace(`frame-ancestors 'none'`, `frame-ancestors 'self'`));
}

/** Only what nobody expected is reported, with the route's pattern and never the address: it may carry a secret. */
export const handleError: HandleServerError = ({ kind, error: fault, event }) => {
  if (kind === 'unknown') event.locals.services?.reportFault(fault, event.route.id);
};
