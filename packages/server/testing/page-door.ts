import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageServices, PageSession } from '@doorstep/contract';

/** Forms and pages whose services the tests ask, each with the query of its URL. */
const asked: Readonly<Record<string, (services: PageServices, session: PageSession, q: URLSearchParams) => unknown>> = {
  '/settings': (services, session) => services.readDeliveryPhotos(session),
  '/settings/photos': (services, session) => services.setDeliveryPhotos(session, 'off'),
  '/settings/addresses': (services, session) => services.readAddressChoices(session),
  '/settings/messages': (services, session) => services.readMessageChannels(session),
  '/settings/messages/choose': (services, session, q) =>
    services.setMessageChannels(session, { mail: q.has('mail'), push: q.has('push') }),
  '/language': (services, session, q) => services.setLanguage(session, q.get('to') === 'en' ? 'en' : 'de'),
  '/parcel/drop-off': (services, session, q) => services.readDropOff(session, q.get('id') ?? ''),
  '/parcel/name-drop-off': (services, session, q) =>
    services.nameDropOff(session, q.get('id') ?? '', {
      place: q.get('place') ?? '',
      ...(q.has('note') ? { note: q.get('note') ?? '' } : {}),
    }),
  '/admin/photos': async (services, session) => ({
    report: await services.photoOffice.report(session),
    settings: await services.photoOffice.settings(session),
  }),
  '/admin/photos/set': (services, session, q) =>
    services.photoOffice.setSettings(session, JSON.parse(q.get('wish') ?? '{}')),
  '/support/cases': (services, session, q) => services.support.listCases(session, q.get('cursor')),
  '/support': (services, session, q) => services.support.findParcels(session, q.get('query') ?? ''),
  '/support/parcel': (services, session, q) => services.support.seeParcel(session, 'de', q.get('id') ?? ''),
  '/support/van': (services, session, q) =>
    services.support.lookForVan(session, q.get('id') ?? '', q.get('reason') ?? ''),
};

/** What the pages of people without an account ask, each for the link in its query; and what asks the headers itself. */
const askedByGuests: Readonly<
  Record<string, (services: PageServices, headers: Headers, q: URLSearchParams) => Promise<unknown>>
> = {
  '/t/see': ({ guests }, headers, q) => guests.see(headers, 'de', q.get('link') ?? ''),
  '/t/code': ({ guests }, headers, q) => guests.askForCode(headers, 'de', q.get('link') ?? ''),
  '/settings/address': ({ accounts }, headers, q) =>
    accounts.requestEmailChange(
      { current: q.get('current') ?? '', email: q.get('email') ?? '', language: 'de' },
      headers,
    ),
  '/confirm-address': ({ accounts }, headers, q) => accounts.confirmEmailChange(q.get('token') ?? '', headers),
  '/t/prove': ({ guests }, headers, q) => guests.proveByCode(headers, q.get('link') ?? '', q.get('code') ?? ''),
  '/t/claim': async (services, headers, q) => {
    const session = await services.session(headers);
    return session && services.guests.claim(session, headers, q.get('link') ?? '');
  },
};

/**
 * Stands where the built pages stand, so that tests need no build: `POST /switch/on` and `/switch/off` do what the
 * settings page does with the map's switch, `GET` of the paths above what other pages ask, through the same services, and
 * `GET /seen` tells who asks and how, as pages are told.
 */
export async function handler(
  request: IncomingMessage & { doorstep: PageServices },
  response: ServerResponse,
): Promise<void> {
  if (request.url === '/seen') {
    const { 'x-doorstep-client-address': address, 'x-doorstep-protocol': protocol } = request.headers;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ address, protocol }));
    return;
  }
  const services = request.doorstep;
  const session = await services.session(new Headers({ cookie: request.headers.cookie ?? '' }));
  const url = new URL(request.url ?? '/', 'http://doorstep.example');
  const ask = asked[url.pathname];
  const guestAsks = askedByGuests[url.pathname];
  if (guestAsks) {
    const answer = await guestAsks(services, new Headers({ cookie: request.headers.cookie ?? '' }), url.searchParams);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ answer }));
    return;
  }
  if (session && ask) {
    const answer = await ask(services, session, url.searchParams);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ answer }));
    return;
  }
  if (session) await services.setMapSwitch(session, url.pathname === '/switch/on');
  response.writeHead(session ? 204 : 401).end();
}
