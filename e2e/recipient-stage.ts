// A morning with everything that a recipient's pages can show: one parcel left with a photo that customer service looked
// at, one that nobody opened for, one whose van is near, a gift, a confidential one, one for tomorrow; somebody with a link
// and no account, a neighbour with a pass, and somebody whose list is empty. The clock stands still.
import { freePort } from '../demo/free-port.ts';
import type { TestDatabase } from '../packages/server/db/test-database.ts';
import { drawnPicture, withCamera } from '../packages/server/features/photos/photos.testdata.ts';
import { webHandler, widgetFolder } from '../packages/server/pages/build-if-stale.ts';
import { linkIn, mailsTo } from '../packages/server/testing/guest.ts';
import { pairPhone } from '../packages/server/testing/phone.ts';
import { openPushService } from '../packages/server/testing/push-service.ts';
import { signIn } from '../packages/server/testing/recipient.ts';
import { plannedStartAt } from '../packages/server/testing/route-file.ts';
import { startTestServer, type TestServer } from '../packages/server/testing/test-server.ts';

const email = 'anna@example.org';
const mine = (merchant: string, more: object = {}) => ({ parcels: [{ recipientEmail: email, merchant, ...more }] });
export const postcode = '91234';

export async function openRecipientStage({
  store,
  picture,
}: {
  readonly store?: TestDatabase;
  readonly picture?: Buffer;
} = {}) {
  const browsers = await openPushService();
  const port = await freePort(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const server = await startTestServer({
    stops: [
      mine('Buchladen Silberdistel'),
      mine('Gartenbedarf Tremmel'),
      { parcels: [{ recipientEmail: 'gast@example.org' }] },
      {},
      mine('Keramik Rottland'),
      mine('Schuhhaus Fellner', { gift: true, buyerEmail: 'ben@example.org' }),
      mine('Apotheke am Markt', { confidential: true }),
    ],
    settings: {
      PORT: String(port),
      DOORSTEP_PUBLIC_URL: url,
      DOORSTEP_NAME: 'Feldheim Express',
      DOORSTEP_PUSH_ANYWHERE: 'true',
    },
    pages: { webHandler, widgetFolder },
    ...(store === undefined ? {} : { store }),
  });
  const dayAfter = { reference: 'F-2', plannedStartAt: plannedStartAt + 24 * 3_600_000 };
  const tomorrow = await server.addRoute({ stops: [mine('Teehandel Hollerbach')], driver: 'Jonas Wirth', ...dayAfter });
  await server.app.listen({ port, host: '127.0.0.1' });
  const anna = await signIn(server, email);
  const nobodyYet = await signIn(server, 'neu@example.org');
  const support = await signIn(server, 'hilfe@example.org', 'de', 'support');

  const parcelAt = (stop: number) => server.route.stops[stop]?.parcelIds[0] ?? '';
  const parcels = {
    left: parcelAt(0),
    attempted: parcelAt(1),
    near: parcelAt(4),
    gift: parcelAt(5),
    confidential: parcelAt(6),
    tomorrow: tomorrow.stops[0]?.parcelIds[0] ?? '',
  };
  const post = async (cookie: string, path: string, payload: object) => {
    const answer = await server.app.inject({ method: 'POST', url: `/api/v1${path}`, headers: { cookie }, payload });
    if (answer.statusCode >= 300) throw new Error(`${path} was answered ${answer.statusCode}: ${answer.body}`);
    return answer.json();
  };
  const { phone, camera } = await phoneOf(server);
  const pass = await post(anna.cookie, `/me/parcels/${parcels.near}/passes`, { name: 'Familie Yıldız' });
  await phone.start();
  await camera.driveTo(server.route.stops[0] ?? { lat: 0, lon: 0 });
  const photoId = await camera.leave(server.route.stops[0], { place: 'Carport' });
  for (const size of ['preview', 'full'] as const)
    await camera.send(photoId, size, picture ?? (await drawnPicture({ width: size === 'full' ? 800 : 320 })));
  await post(support.cookie, `/support/parcels/${parcels.left}/photo-looks`, { reason: 'missing' });
  await phone.driveTo(server.route.stops[1] ?? { lat: 0, lon: 0 });
  await phone.give('arrive', { stopId: server.route.stops[1]?.stopId });
  await phone.give('attempt', { stopId: server.route.stops[1]?.stopId, reason: 'nobody_home' });
  server.clock.advance(30_000);
  const third = server.route.stops[2] ?? { lat: 0, lon: 0 };
  await phone.driveTo({ lat: third.lat - 0.002, lon: third.lon });
  let guestLink = '';
  while (guestLink === '') {
    guestLink = linkIn((await mailsTo(server, 'gast@example.org'))[0]?.body ?? '');
    if (guestLink === '') await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    server,
    url,
    phone,
    camera,
    /** Where browsers get their pushes from. */
    browsers,
    email,
    anna,
    nobodyYet,
    parcels,
    orderOf: async (parcelId: string) => (await anna.view(parcelId)).orderId,
    guestLink,
    passLink: linkIn(pass.link),
    async close() {
      await server.close();
      await browsers.close();
    },
  };
}
export type RecipientStage = Awaited<ReturnType<typeof openRecipientStage>>;

async function phoneOf(server: TestServer) {
  const phone = await pairPhone(server);
  return { phone, camera: withCamera(server, phone, phone.token) };
}
