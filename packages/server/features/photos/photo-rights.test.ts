import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera, storedBlobs } from './photos.testdata.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
const day = 24 * 3_600_000;
let server: TestServer;
let camera: Camera;
let anna: Person;
let helper: Person;
let photoId: string;

// Anna's two parcels stand under one picture; they are a gift that Ben ordered.
beforeEach(async () => {
  const parcel = { recipientEmail: 'anna@example.org', buyerEmail: 'ben@example.org', gift: true };
  server = await startTestServer({ stops: [{ parcels: [parcel, parcel] }, {}], keepPushes: true });
  camera = await pairCamera(server);
  anna = await signIn(server, 'anna@example.org');
  helper = await signIn(server, 'helper@example.org', 'de', 'support');
  await camera.start();
  await camera.driveTo(server.route.stops[0] ?? { lat: 0, lon: 0 });
  photoId = await camera.leave(server.route.stops[0]);
  await camera.send(photoId, 'full', await drawnPicture());
});
afterEach(() => server.close());

const parcels = () => server.route.stops[0]?.parcelIds ?? [];
const parcelId = (which = 0) => parcels()[which] ?? '';
const ask = (person: { cookie: string }, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  server.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { cookie: person.cookie, ...(payload ? { 'content-type': 'application/json' } : {}) },
    ...(payload ? { payload: JSON.stringify(payload) } : {}),
  });
const mine = (path: string, method: 'POST' | 'DELETE' = 'POST', payload?: object, which = 0) =>
  ask(anna, method, `/me/parcels/${parcelId(which)}${path}`, payload);
const look = (wish: object = { reason: 'missing' }, person = helper) =>
  ask(person, 'POST', `/support/parcels/${parcelId()}/photo-looks`, wish);
const row = () => server.database.db.selectFrom('photos').selectAll().orderBy('id').executeTakeFirstOrThrow();
const events = async () =>
  (await server.database.db.selectFrom('photo_events').select(['type', 'reason']).orderBy('id').execute()).map(
    ({ type, reason }) => (reason === null ? type : `${type}: ${reason}`),
  );
const codeOf = (answer: { statusCode: number; json: () => { code?: string } }) =>
  answer.statusCode < 300 ? String(answer.statusCode) : `${answer.statusCode} ${answer.json().code}`;
const told = async (event: string) =>
  server.database.db
    .selectFrom('notifications')
    .innerJoin('auth_user', 'auth_user.id', 'notifications.account_id')
    .select(['email', 'channel'])
    .where('event', '=', event as 'photo_deleted')
    .execute();

/** As of then nothing but the session may have ended. */
async function goTo(at: number) {
  server.clock.set(at);
  await server.database.pool.query(`update auth_session set "expiresAt" = now() + interval '10 years'`);
}

describe('a photo that its recipient deletes', () => {
  it('is hidden from everyone at once, its key goes after 14 days, and a receipt stays', async () => {
    const stream = await anna.watch(parcelId());
    await stream.next();
    const opened = await look();
    const { photoPath } = opened.json();
    const answer = await mine('/photo', 'DELETE');
    const now = server.clock.now();
    expect([answer.statusCode, answer.json(), answer.headers['cache-control']]).toEqual([
      200,
      {
        hiddenAt: new Date(now).toISOString(),
        keyDestroyedAt: null,
        keyDestroyedBy: new Date(now + 14 * day).toISOString(),
        keptForCase: false,
      },
      'private, no-store',
    ]);
    for (const which of [0, 1]) {
      expect((await anna.view(parcelId(which))).photo).toMatchObject({ because: { code: 'photo_deleted' } });
      for (const size of ['', '/preview'])
        expect((await anna.get(`/${parcelId(which)}/photo${size}`)).statusCode).toBe(404);
    }
    // Also to whoever is looking at it in this very moment, and as news to an open page.
    expect(codeOf(await ask(helper, 'GET', photoPath.replace('/api/v1', '')))).toBe('404 not_found');
    expect(codeOf(await look())).toBe('409 look_photo_deleted');
    await stream.until(({ event, data }) => event === 'view' && !data.photo.available);
    stream.close();
    expect((await mine('/photo', 'DELETE')).json()).toEqual(answer.json());
    expect(await told('photo_deleted')).toEqual([{ email: 'anna@example.org', channel: 'mail' }]);

    await goTo(now + 14 * day - 1);
    await server.keepHouse();
    expect((await row()).wrapped_key).not.toBeNull();
    await goTo(now + 14 * day);
    await server.keepHouse();
    expect(await row()).toMatchObject({ state: 'deleted', reason: 'deleted_by_recipient', wrapped_key: null });
    expect(await storedBlobs(server)).toEqual([]);
    expect(await events()).toEqual([
      'expected',
      'hidden: deleted_by_recipient',
      'key_destroyed: deleted_by_recipient',
      'bytes_deleted',
    ]);
    expect((await anna.view(parcelId())).photo).toMatchObject({ because: { code: 'photo_deleted' } });
    expect(await told('photo_deleted')).toHaveLength(1);
  });

  it('is destroyed the moment all that it proves was said to be received, before or after', async () => {
    expect(codeOf(await mine('/received'))).toBe('200');
    await mine('/photo', 'DELETE');
    expect((await row()).wrapped_key).not.toBeNull();
    expect(codeOf(await mine('/received', 'POST', undefined, 1))).toBe('200');
    expect(await row()).toMatchObject({ state: 'deleted', reason: 'deleted_by_recipient', wrapped_key: null });
    expect((await mine('/photo', 'DELETE')).json()).toMatchObject({
      keyDestroyedAt: new Date(server.clock.now()).toISOString(),
      keyDestroyedBy: null,
    });
    // Cut off between key and bytes: the next start finishes it.
    await server.restart();
    expect(await storedBlobs(server)).toEqual([]);
  });
});

describe('a report', () => {
  it('opens one case, keeps the photo until that is closed, and lets customer service see what was deleted', async () => {
    const opened = await mine('/reports', 'POST', { kind: 'missing', note: 'Da liegt nichts' });
    const again = await mine('/reports', 'POST', { kind: 'missing', note: 'wirklich nicht' });
    expect([opened.statusCode, again.statusCode, again.json().id]).toEqual([201, 200, opened.json().id]);
    const list = (await ask(helper, 'GET', '/support/cases')).json();
    expect(list.cases).toMatchObject([
      { kind: 'missing', note: 'Da liegt nichts · wirklich nicht', parcelId: parcelId(), isOfPresentDelivery: true },
    ]);
    expect((await anna.view(parcelId())).photo).toMatchObject({ available: true, deletedOn: null });
    expect((await mine('/photo', 'DELETE')).json()).toMatchObject({ keptForCase: true, keyDestroyedBy: null });
    expect(codeOf(await look())).toBe('201');
    await goTo(server.clock.now() + 60 * day);
    await server.keepHouse();
    expect((await row()).wrapped_key).not.toBeNull();
    const close = (note: string) => ask(helper, 'POST', `/support/cases/${opened.json().id}/close`, { note });
    expect(codeOf(await close(' '))).toBe('400 invalid_input');
    expect(codeOf(await close('Ersatz ist unterwegs'))).toBe('204');
    expect(codeOf(await close('noch einmal'))).toBe('409 case_closed');
    expect(await row()).toMatchObject({ state: 'deleted', reason: 'deleted_by_recipient' });
  });

  it('is settled by "received" unless it is of damage; a dispute is customer service’s to close', async () => {
    for (const kind of ['missing', 'damaged', 'wrong_place', 'not_my_door'])
      expect(codeOf(await mine('/reports', 'POST', { kind }))).toBe('201');
    expect(codeOf(await ask(helper, 'POST', `/support/parcels/${parcelId()}/disputes`, { note: 'Betrug?' }))).toBe(
      '200',
    );
    expect((await mine('/received')).json()).toMatchObject({ closedCases: 3 });
    const open = (await ask(helper, 'GET', '/support/cases')).json().cases;
    expect(open.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['damaged', 'dispute']);
  });

  it('within the minute of an undo keeps the photo for the case alone; the next delivery has its own', async () => {
    const { id: caseId } = (await mine('/reports', 'POST', { kind: 'not_my_door' })).json();
    await camera.give('undo', { stopId: server.route.stops[0]?.stopId });
    expect((await anna.get(`/${parcelId()}/photo`)).statusCode).toBe(404);
    expect((await row()).wrapped_key).not.toBeNull();
    expect(codeOf(await look())).toBe('409 look_no_photo');
    expect(codeOf(await look({ reason: 'wrong_place', caseId }))).toBe('201');
    server.clock.advance(60_000);
    const next = await camera.leave(server.route.stops[0]);
    expect((await anna.view(parcelId())).photo).toMatchObject({ because: { code: 'photo_expected' } });
    await camera.send(next, 'full', await drawnPicture());
    expect((await anna.view(parcelId())).photo).toMatchObject({ available: true });
    expect((await anna.view(parcelId())).photoLooks, 'that was another photo').toEqual([]);
    await ask(helper, 'POST', `/support/cases/${caseId}/close`, { note: 'Geklärt' });
    expect(await row()).toMatchObject({ state: 'deleted', reason: 'undone' });
    expect((await anna.view(parcelId())).photo).toMatchObject({ available: true });
  });

  it('is made of a delivery only, by its recipient only', async () => {
    const ben = await signIn(server, 'ben@example.org');
    const unknown = await ask(ben, 'POST', '/me/parcels/par_00000000000000000000000000/reports', { kind: 'missing' });
    for (const path of ['/reports', '/received', '/photo']) {
      const method = path === '/photo' ? 'DELETE' : 'POST';
      const answer = await ask(
        ben,
        method,
        `/me/parcels/${parcelId()}${path}`,
        path === '/reports' ? { kind: 'missing' } : undefined,
      );
      expect([answer.statusCode, answer.body]).toEqual([404, unknown.body]);
    }
    expect(codeOf(await mine('/reports', 'POST', { kind: 'late' }))).toBe('400 invalid_input');
    await camera.give('undo', { stopId: server.route.stops[0]?.stopId });
    expect(codeOf(await mine('/reports', 'POST', { kind: 'missing' }))).toBe('409 report_not_delivered');
    expect(codeOf(await mine('/received'))).toBe('409 report_not_delivered');
  });
});

describe('a look of customer service', () => {
  it('has a reason, is told to the recipient by time, role and reason, and once by mail', async () => {
    expect(codeOf(await look({ reason: 'curious' }))).toBe('400 invalid_input');
    expect((await look({ reason: 'other' })).json().fields).toMatchObject([{ path: 'body/note' }]);
    await mine('/reports', 'POST', { kind: 'missing' });
    const answer = await look({ reason: 'other', note: 'Anruf von Frau A.' });
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([201, 'private, no-store']);
    const { photoPath, previewPath } = answer.json();
    for (const path of [photoPath, previewPath]) {
      const picture = await ask(helper, 'GET', path.replace('/api/v1', ''));
      expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/jpeg']);
      expect(picture.headers).toMatchObject({
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
    server.clock.advance(60_000);
    await look({ reason: 'damaged' });
    const { photoLooks } = await anna.view(parcelId(1));
    expect(photoLooks).toEqual([
      {
        at: new Date(server.clock.now()).toISOString(),
        role: 'support',
        reason: 'damaged',
        sentence: 'Kundenservice, Grund: Paket beschädigt',
      },
      expect.objectContaining({ reason: 'other' }),
    ]);
    expect(JSON.stringify(photoLooks)).not.toMatch(/Anruf|Feldhaus|helper/);
    expect(await told('photo_viewed_by_staff')).toEqual([{ email: 'anna@example.org', channel: 'mail' }]);
    // The look is over ten minutes after it began; the other one is not.
    server.clock.advance(9 * 60_000);
    expect(codeOf(await ask(helper, 'GET', photoPath.replace('/api/v1', '')))).toBe('404 not_found');
  });

  it('is nobody else’s: other roles, the gift’s buyer, the driver and strangers find nothing at all', async () => {
    const path = (await look()).json().photoPath.replace('/api/v1', '');
    const nothing = (await ask(helper, 'GET', '/support/photo-looks/lok_00000000000000000000000000/photo')).body;
    const others: Person[] = [];
    for (const role of ['dispatcher', 'privacy_officer', 'administrator', 'recipient'] as const)
      others.push(await signIn(server, `${role}@example.org`, 'de', role));
    others.push(await signIn(server, 'ben@example.org'), anna);
    for (const other of others) {
      const asked = [
        await ask(other, 'GET', path),
        await ask(other, 'GET', `${path}/preview`),
        await look({ reason: 'missing' }, other),
        await ask(other, 'GET', '/support/cases'),
        await ask(other, 'POST', `/support/parcels/${parcelId()}/disputes`, { note: 'x' }),
        ...(other === anna
          ? []
          : [await other.get(`/${parcelId()}/photo`), await other.get(`/${parcelId()}/photo/preview`)]),
      ];
      for (const answer of asked) expect([answer.statusCode, answer.body]).toEqual([404, nothing]);
      if (other === anna) continue;
      const list = await other.list();
      expect(JSON.stringify(list)).not.toContain('"hasPhoto":true');
    }
    const second = await signIn(server, 'helper2@example.org', 'de', 'support');
    expect((await ask(second, 'GET', path)).statusCode, 'a look is its own account’s').toBe(404);
    for (const url of [path, `/me/parcels/${parcelId()}/photo`, '/support/cases'])
      expect(codeOf(await ask({ cookie: '' }, 'GET', url))).toBe('401 signed_out');
    const driver = await server.app.inject({
      url: `/api/v1/driver/photos/${photoId}`,
      headers: { authorization: `Bearer ${camera.token}` },
    });
    expect(driver.statusCode).toBe(405);
    const ben = await others[4]?.watch(parcelId());
    expect(JSON.stringify(await ben?.next())).not.toMatch(/"available":true|Kundenservice/);
    ben?.close();
  });

  it('ends with the session: a second after signing out there is nothing to go back to', async () => {
    const path = (await look()).json().photoPath.replace('/api/v1', '');
    await server.database.pool.query(`delete from auth_session where "userId" = $1`, [helper.accountId]);
    expect(codeOf(await ask(helper, 'GET', path))).toBe('401 signed_out');
  });
});

describe('an account that is erased', () => {
  it('takes with it the photos that nobody else may see, but for those about which a case is open', async () => {
    const { erasePhotosOf } = await import('./delete-photo.ts');
    const erase = () =>
      server.database.db.transaction().execute((trx) => erasePhotosOf(trx, anna.accountId, server.clock.now()));
    const { id } = (await mine('/reports', 'POST', { kind: 'missing' })).json();
    await erase();
    expect((await row()).wrapped_key).not.toBeNull();
    await ask(helper, 'POST', `/support/cases/${id}/close`, { note: 'Geklärt' });
    expect(await row()).toMatchObject({ state: 'deleted', reason: 'account_erased' });
  });
});
