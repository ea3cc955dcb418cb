import { error } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
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
  event.locals.services = services;
  event.locals.language = language;
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
    transformPageChunk: ({ html }) => html.replace('<html lang="de">', `<html lang="${language}">`),
  });
  for (const line of event.locals.cookieLines) response.headers.append('set-cookie', line);
  // Every page carries the viewer's header or language, so none may rest in a shared or a browser's cache.
  response.headers.set('cache-control', 'private, no-store');
  response.headers.append('vary', 'Cookie, Accept-Language');
  // Other sites learn nothing of our addresses. `no-referrer` would also make browsers post forms with `Origin: null`
  // (Fetch, "append a request Origin header"), which the check against cross-site posts rightly refuses.
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
};

/** Only what nobody expected is reported, with the route's pattern and never the address: it may carry a secret. */
export const handleError: HandleServerError = ({ kind, error: fault, event }) => {
  if (kind === 'unknown') event.locals.services?.reportFault(fault, event.route.id);
};
