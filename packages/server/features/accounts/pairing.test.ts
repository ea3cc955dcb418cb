import type { PageSession } from '@doorstep/contract';
import Fastify from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../access/secret-code.ts';
import { deviceRevokedChannel } from '../../db/channels.ts';
import { DoorstepError, problemOf } from '../../errors.ts';
import { newId } from '../../ids.ts';
import { addUser } from './add-user.ts';
import { createAdministration } from './administration.ts';
import { pairingRoutes } from './pairing.http.ts';
import { makePairingCode, openPairing, pairDevice, revokeDevice } from './pairing.ts';
import { hireDriver, nobody, type People, publicUrl, startPeople } from './people.testdata.ts';

let people: People;
let driverId: string;

beforeAll(async () => {
  people = await startPeople();
  driverId = await hireDriver(people.db, 'Mehmet');
});
afterAll(async () => {
  await people.close();
});

const as = (role: PageSession['role']): PageSession => ({ accountId: 'acc_x', email: 'x@example.org', role });
const now = () => people.clock.now();
const pair = (code: string) => pairDevice(people.db, { code, deviceName: 'Telefon 7', now: now() });

describe('pairing a phone', () => {
  test('looking at a link uses nothing up; then it pairs one phone, also when two come at once', async () => {
    const { db } = people;
    const { code } = await makePairingCode(db, { driverId, now: now() });
    expect(await openPairing(db, { code, now: now() })).toEqual({ driverName: 'Mehmet' });
    const paired = (await Promise.all([pair(code), pair(code), pair(code)])).filter((each) => each !== null);
    expect(paired).toEqual([
      {
        token: expect.any(String),
        deviceId: expect.stringMatching(/^dev_/),
        driverId: expect.stringMatching(/^drv_/),
        driverName: 'Mehmet',
      },
    ]);
    expect(await pair(code)).toBeNull();
    expect(await openPairing(db, { code, now: now() })).toBeNull();

    const device = await db.selectFrom('devices').selectAll().executeTakeFirstOrThrow();
    expect(device.token_sha256).toEqual(sha256(paired[0]?.token ?? ''));
    expect(device).toMatchObject({ name: 'Telefon 7', driver_id: driverId, revoked_at: null });
  });

  test('a link is worth nothing after 30 minutes', async () => {
    const { code } = await makePairingCode(people.db, { driverId, now: now() });
    people.clock.advance(30 * 60_000);
    expect(await openPairing(people.db, { code, now: now() })).toBeNull();
    expect(await pair(code)).toBeNull();
  });

  test('POST /api/v1/driver/pair answers 200 once, then 404 link_invalid', async () => {
    const app = Fastify();
    app.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof DoorstepError)) return reply.send(error);
      const problem = problemOf(error.code, 'de');
      return reply.code(problem.status).send(problem);
    });
    await app.register(pairingRoutes(people));
    const { code } = await makePairingCode(people.db, { driverId, now: now() });
    const post = () => app.inject({ method: 'POST', url: '/api/v1/driver/pair', payload: { code, takeOver: true } });
    const first = await post();
    expect(first.statusCode).toBe(200);
    expect(first.json()).toMatchObject({ driverName: 'Mehmet', token: expect.stringMatching(/^[\w-]{43}$/) });
    const second = await post();
    expect(second.statusCode).toBe(404);
    expect(second.json()).toMatchObject({
      code: 'link_invalid',
      title: 'Dieser Link ist abgelaufen oder schon benutzt.',
    });
    await app.close();
  });

  test('revoking tells every server which device, and the time of the first revocation stays', async () => {
    const { db, url } = people;
    const { code } = await makePairingCode(db, { driverId, now: now() });
    const deviceId = (await pair(code))?.deviceId ?? '';
    const listener = new pg.Client({ connectionString: url });
    await listener.connect();
    const heard = new Promise<string | undefined>((resolve) => {
      listener.on('notification', (notification) => resolve(notification.payload));
    });
    await listener.query(`listen ${deviceRevokedChannel}`);

    const revokedAt = now();
    expect(await revokeDevice(db, { deviceId, now: revokedAt })).toBe(true);
    expect(await heard).toBe(deviceId);
    people.clock.advance(1000);
    expect(await revokeDevice(db, { deviceId, now: now() })).toBe(true);
    const device = await db.selectFrom('devices').select('revoked_at').where('id', '=', deviceId).executeTakeFirst();
    expect(device?.revoked_at?.getTime()).toBe(revokedAt);
    expect(await revokeDevice(db, { deviceId: newId('device'), now: now() })).toBe(false);
    await listener.end();
  });
});

describe('what staff may do', () => {
  const administration = () => createAdministration(people);

  /** A dispatcher's account for these depots. */
  async function dispatcherOf(...depots: string[]): Promise<PageSession> {
    const email = `${depots.length}-${depots[0] ?? 'none'}@example.org`.replaceAll(' ', '-').toLowerCase();
    const made = await addUser(people, { email, role: 'dispatcher', name: 'Dispo', depots });
    if (!made.ok) throw new Error(made.code);
    return { accountId: made.accountId, email, role: 'dispatcher' };
  }

  test('an administrator, and a dispatcher of the depot, pair and revoke phones; nobody else learns of any', async () => {
    const { name: depot } = await people.db.selectFrom('depots').select('name').executeTakeFirstOrThrow();
    for (const session of [as('administrator'), await dispatcherOf(depot)]) {
      const made = await administration().makePairingLink(session, driverId);
      const code = made?.link.slice(`${publicUrl}/pair/`.length) ?? '';
      const paired = await pair(code);
      expect(paired?.driverName).toBe('Mehmet');
      const listed = async () =>
        (await administration().listDevices(session))?.find((device) => device.id === paired?.deviceId);
      expect(await listed()).toMatchObject({ driverName: 'Mehmet', name: 'Telefon 7', revokedAt: null });
      expect(await administration().revokeDevice(session, paired?.deviceId ?? '')).toBe(true);
      expect((await listed())?.revokedAt).not.toBeNull();
      expect(await administration().listDrivers(session)).toMatchObject([{ id: driverId, name: 'Mehmet' }]);
      expect(await administration().makePairingLink(session, newId('driver'))).toBeNull();
    }
    const { code } = await makePairingCode(people.db, { driverId, now: now() });
    const phone = (await pair(code))?.deviceId ?? '';
    for (const session of [await dispatcherOf('Depot Hinterwald'), await dispatcherOf()]) {
      expect(await administration().listDevices(session)).toEqual([]);
      expect(await administration().listDrivers(session)).toEqual([]);
      expect(await administration().makePairingLink(session, driverId)).toBeNull();
      expect(await administration().revokeDevice(session, phone)).toBe(false);
    }
    for (const role of ['recipient', 'support', 'privacy_officer'] as const) {
      const session = as(role);
      expect(await administration().listDevices(session)).toBeNull();
      expect(await administration().listDrivers(session)).toBeNull();
      expect(await administration().makePairingLink(session, driverId)).toBeNull();
      expect(await administration().revokeDevice(session, phone)).toBe(false);
    }
    expect(await administration().listDevices(as('administrator'))).toContainEqual(
      expect.objectContaining({ id: phone, revokedAt: null }),
    );
  });

  test('kept mail is read by an administrator alone, and of mail that goes out nobody here reads the text', async () => {
    await people.accounts.register(
      { email: 'anna@example.org', password: 'ein langes Passwort', name: 'Anna', language: 'en' },
      nobody,
    );
    expect(await administration().listMails(as('administrator'))).toMatchObject([
      {
        to: 'anna@example.org',
        subject: 'Doorstep: please confirm your email address',
        state: 'kept',
        text: expect.stringContaining('/confirm?token='),
      },
    ]);
    for (const state of ['waiting', 'failed', 'sent'] as const) {
      await people.db.updateTable('mails').set({ state }).execute();
      expect(await administration().listMails(as('administrator'))).toMatchObject([{ state, text: '' }]);
    }
    await people.db.updateTable('mails').set({ state: 'kept', kind: 'delivery' }).execute();
    expect(await administration().listMails(as('administrator'))).toMatchObject([{ state: 'kept', text: '' }]);
    for (const role of ['recipient', 'support', 'dispatcher', 'privacy_officer'] as const)
      expect(await administration().listMails(as(role))).toBeNull();
  });
});
