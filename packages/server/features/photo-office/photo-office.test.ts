import { randomUUID } from 'node:crypto';
import type { PhotoReport, PhotoScope, PhotoSettingsWish } from '@doorstep/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../access/roles.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera } from '../photos/photos.testdata.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
interface Office {
  readonly report: PhotoReport | null;
  readonly settings: readonly PhotoScope[] | null;
}

const day = 24 * 3_600_000;
const anna = { recipientEmail: 'anna@example.org' };
let server: TestServer;
let camera: Camera;
let officer: Person;
let administrator: Person;

beforeEach(async () => {
  const ofTea = { ...anna, merchant: 'Teehandel Hollerbach' };
  server = await startTestServer({ stops: [{ parcels: [anna] }, { parcels: [ofTea] }, { parcels: [anna] }, {}] });
  camera = await pairCamera(server);
  officer = await signInAs('privacy_officer');
  administrator = await signInAs('administrator');
  await camera.start();
});
afterEach(() => server.close());

const signInAs = (role: Role) => signIn(server, `${role}@example.org`, 'de', role);
const office = (person: Person): Promise<Office> => person.askPage('/admin/photos');
const stop = (number: number) => server.route.stops[number - 1];
const scopeId = async (level: PhotoScope['level'], name = '') =>
  (await office(administrator)).settings?.find((scope) => scope.level === level && scope.name.includes(name))?.id ?? '';

async function say(level: PhotoScope['level'], name: string, what: Partial<PhotoSettingsWish>, person = administrator) {
  const nothing = { photos: null, sharePercent: null, thirdParty: null, mandatory: null, leaveWithoutPermission: null };
  const wish = { ...nothing, retentionDays: null, purpose: null, level, id: await scopeId(level, name), ...what };
  return person.askPage('/admin/photos/set', { wish: JSON.stringify(wish) });
}

/** What the driver is told of the parcels, stop by stop. */
async function told() {
  const { stops } = await camera.route();
  return stops.map(({ parcels: [parcel] }) => ({
    photo: parcel?.photo.answer,
    mandatory: parcel?.photo.mandatory ?? false,
    atNeighbour: parcel?.photo.atNeighbour ?? false,
    mayBeLeft: parcel?.mayBeLeft.answer,
  }));
}
const photos = async () => (await told()).map(({ photo }) => photo);

/** Leaves this stop with a picture; the answer to its upload. */
async function leaveWithPicture(number: number): Promise<string> {
  return camera.send(await camera.leave(stop(number)), 'full', await drawnPicture());
}

async function goTo(at: number) {
  server.clock.set(at);
  await server.database.pool.query(`update auth_session set "expiresAt" = now() + interval '10 years'`);
}

describe('the report about photos', () => {
  it('is read by the privacy officer and by administrators, and by nobody else', async () => {
    for (const role of ['recipient', 'support', 'dispatcher'] as const)
      expect(await office(await signInAs(role))).toEqual({ report: null, settings: null });
    expect(await say('instance', '', { photos: false }, officer), 'who reads it decides nothing').toBeNull();
    expect(await photos()).toEqual([true, true, true, true]);
  });

  it('says what is held under which rule and how old, what went and why, and who looked, names to the officer alone', async () => {
    const startedAt = server.clock.now();
    expect((await office(officer)).report).toEqual({
      caseLooks: [],
      held: [],
      deleted: [],
      looks: [],
      namesShown: true,
    });
    expect(await say('merchant', 'Hollerbach', { retentionDays: 10, purpose: 'Streit um Tee' })).toBe('saved');
    for (const number of [1, 2, 3]) expect(await leaveWithPicture(number)).toBe('200 stored');
    const recipient = await signIn(server, 'anna@example.org');
    const headers = { cookie: recipient.cookie, 'content-type': 'application/json' };
    const [parcelId] = stop(3)?.parcelIds ?? [];
    const reported = await server.app.inject({
      method: 'POST',
      url: `/api/v1/me/parcels/${parcelId}/reports`,
      headers,
      payload: { kind: 'missing' },
    });
    expect(reported.statusCode).toBeLessThan(300);
    const helper = await signInAs('support');
    await server.app.inject({
      method: 'POST',
      url: `/api/v1/support/parcels/${parcelId}/photo-looks`,
      headers: { cookie: helper.cookie, 'content-type': 'application/json' },
      payload: { reason: 'other', note: 'Anruf am Vormittag' },
    });
    const look = {
      at: new Date(server.clock.now()).toISOString(),
      parcelNumber: 'F-1-3-1',
      reason: 'other',
      name: 'Wilhelmine Feldhaus',
      note: 'Anruf am Vormittag',
    };
    const oldestTakenAt = new Date(startedAt).toISOString();
    const ends = (days: number) => new Date(startedAt + days * day).toISOString();
    const { report } = await office(officer);
    expect(report?.held.toSorted((a, b) => a.rule.localeCompare(b.rule))).toEqual([
      { rule: 'case_open', photos: 1, oldestTakenAt, nextEndsAt: null },
      { rule: 'merchant_term', photos: 1, oldestTakenAt, nextEndsAt: ends(10) },
      { rule: 'retention', photos: 1, oldestTakenAt, nextEndsAt: ends(30) },
    ]);
    expect(report?.looks).toEqual([{ id: expect.any(String), ...look }]);
    expect((await office(administrator)).report).toMatchObject({
      looks: [{ ...look, name: null, note: null }],
      namesShown: false,
    });

    await goTo(startedAt + 31 * day);
    await server.keepHouse();
    const after = (await office(officer)).report;
    expect(
      after?.held.map(({ rule }) => rule),
      'what a case needs stays',
    ).toEqual(['case_open']);
    expect(after?.deleted.toSorted((a, b) => a.because.localeCompare(b.because))).toEqual([
      { because: 'expired', photos: 2, lately: 2, bytesLeft: 0 },
    ]);
    await goTo(startedAt + 62 * day);
    expect((await office(officer)).report?.deleted).toEqual([
      { because: 'expired', photos: 2, lately: 0, bytesLeft: 0 },
    ]);
  });
});

describe('what an administrator decides', () => {
  it('switches photos off by region and merchant: the driver reads so at once, and the upload is refused', async () => {
    expect(await say('merchant', 'Hollerbach', { photos: false })).toBe('saved');
    expect(await photos()).toEqual([true, false, true, true]);
    expect(await leaveWithPicture(2)).toBe('409 no_photo_here');
    expect(await leaveWithPicture(1)).toBe('200 stored');
    // A picture that was named while photos were on is asked about again when it comes.
    const named = await camera.leave(stop(3));
    expect(await say('region', '', { photos: false })).toBe('saved');
    expect(await say('merchant', 'Hollerbach', { photos: true })).toBe('saved');
    expect(await photos(), 'a narrower yes is no yes').toEqual([false, false, false, false]);
    expect(await camera.send(named, 'full', await drawnPicture())).toBe('409 no_photo_here');
  });

  it('photographs a share, drawn once for each parcel: a smaller one only takes away', async () => {
    const draws = [0.1, 0.3, 0.6, 0.9];
    for (const [index, draw] of draws.entries())
      await server.database.db
        .updateTable('parcels')
        .set({ photo_draw: draw })
        .where('id', 'in', [...(server.route.stops[index]?.parcelIds ?? [])])
        .execute();
    expect(await say('instance', '', { sharePercent: 50 })).toBe('saved');
    expect(await photos()).toEqual([true, true, false, false]);
    expect(await say('merchant', 'Silberdistel', { sharePercent: 100 })).toBe('saved');
    expect(await photos()).toEqual([true, true, false, false]);
    expect(await say('merchant', 'Hollerbach', { sharePercent: 0 })).toBe('saved');
    expect(await photos()).toEqual([true, false, false, false]);
    expect([await leaveWithPicture(1), await leaveWithPicture(2), await leaveWithPicture(3)]).toEqual([
      '200 stored',
      '409 no_photo_here',
      '409 no_photo_here',
    ]);
  });

  it('makes a photo a must, or not, where the narrowest level says so', async () => {
    expect(await say('instance', '', { mandatory: true })).toBe('saved');
    expect(await say('merchant', 'Hollerbach', { mandatory: false })).toBe('saved');
    expect((await told()).map(({ mandatory }) => mandatory)).toEqual([true, false, true, true]);
    // The delivery stands also without it: proof is no condition of what has happened.
    await camera.give('deliver', { stopId: stop(1)?.stopId, how: 'safe_place', place: 'Carport' });
  });

  it('lets a neighbour’s taking in be photographed only where the instance says so and no merchant forbids it', async () => {
    expect(await say('merchant', 'Silberdistel', { thirdParty: true })).toBe('saved');
    expect((await told()).some(({ atNeighbour }) => atNeighbour)).toBe(false);
    expect(await say('instance', '', { thirdParty: true })).toBe('saved');
    expect(await say('merchant', 'Hollerbach', { thirdParty: false })).toBe('saved');
    expect((await told()).map(({ atNeighbour }) => atNeighbour)).toEqual([true, false, true, true]);
    const handTo = async (number: number) => {
      const photoId = randomUUID();
      await camera.give('deliver', { stopId: stop(number)?.stopId, how: 'neighbour', neighbourName: 'Mohn', photoId });
      return camera.send(photoId, 'full', await drawnPicture());
    };
    expect(await handTo(1)).toBe('200 stored');
    expect(await handTo(2)).toBe('409 without_photo');
  });

  it('lets parcels be left without permission in a region; a merchant may still ask for it', async () => {
    const mayBeLeft = async () => (await told()).map((each) => each.mayBeLeft);
    expect(await mayBeLeft()).toEqual([false, false, false, false]);
    expect(await say('region', '', { leaveWithoutPermission: true })).toBe('saved');
    expect(await say('merchant', 'Hollerbach', { leaveWithoutPermission: false })).toBe('saved');
    expect(await mayBeLeft()).toEqual([true, false, true, true]);
    expect(await say('region', '', { leaveWithoutPermission: null })).toBe('saved');
    expect(await say('merchant', 'Hollerbach', { leaveWithoutPermission: true })).toBe('saved');
    expect(await mayBeLeft(), 'a merchant alone cannot').toEqual([false, false, false, false]);
  });

  it('is refused where it says nothing that could hold, and nothing is changed by it', async () => {
    const before = (await office(administrator)).settings;
    expect(await say('instance', '', { id: 'reg_00000000000000000000000000', level: 'region' })).toBe('scope_unknown');
    for (const sharePercent of [-1, 101, 12.5]) expect(await say('instance', '', { sharePercent })).toBe('share_wrong');
    expect(await say('region', '', { retentionDays: 10, purpose: 'Streit' })).toBe('days_wrong');
    expect(await say('merchant', 'Hollerbach', { retentionDays: 0, purpose: 'Streit' })).toBe('days_wrong');
    expect(await say('merchant', 'Hollerbach', { purpose: 'Streit' })).toBe('days_wrong');
    expect(await say('merchant', 'Hollerbach', { retentionDays: 10, purpose: ' ' })).toBe('purpose_missing');
    expect((await office(administrator)).settings).toEqual(before);
  });
});
