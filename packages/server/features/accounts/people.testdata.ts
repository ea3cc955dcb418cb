// A small instance for tests about people: a database of its own, accounts on it, and one consignment to be bound.
import { type Auth, createAuth } from '../../access/auth.ts';
import type { Db } from '../../db/open-database.ts';
import { createTestDatabase } from '../../db/test-database.ts';
import { newId } from '../../ids.ts';
import type { Clock } from '../../ports/clock.ts';
import { mailOutbox } from '../notifications/mail-outbox.ts';
import { createAccountServices } from './account-services.ts';
import { bindConfirmedEmail } from './binding.ts';

export const publicUrl = 'http://doorstep.example';
export const nobody = new Headers();

export interface HandSetClock extends Clock {
  advance(milliseconds: number): void;
}

export async function startPeople() {
  const database = await createTestDatabase();
  const { db } = database;
  const clock = handSetClock(Date.parse('2026-06-09T08:00:00Z'));
  const config = { publicUrl, name: 'Doorstep' };
  const errors: string[] = [];
  const auth: Auth = createAuth({
    db,
    config,
    clock,
    secret: 'a secret for tests, of enough characters',
    sendMail: mailOutbox({ smtp: false }),
    onEmailConfirmed: bindConfirmedEmail,
    log: { error: (message) => errors.push(message) },
  });
  const accounts = createAccountServices({ db, clock, auth });
  return { ...database, clock, config, auth, accounts, errors };
}

export type People = Awaited<ReturnType<typeof startPeople>>;

function handSetClock(startAt: number): HandSetClock {
  let now = startAt;
  return {
    now: () => now,
    speed: 1,
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

/** Texts of the mails to an address, oldest first. */
export async function mailsTo(db: Db, email: string): Promise<readonly { subject: string; text: string }[]> {
  return await db
    .selectFrom('mails')
    .select(['subject', 'body as text'])
    .where('recipient', '=', email)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** The codes of the confirmation links sent to an address, oldest first. */
export async function confirmationCodes(db: Db, email: string): Promise<readonly string[]> {
  const mails = await mailsTo(db, email);
  return mails.flatMap(({ text }) => text.match(/\/confirm\?token=([\w-]+)/)?.[1] ?? []);
}

/** Set-Cookie lines as the next request's headers. */
export function withCookies(setCookies: readonly string[]): Headers {
  return new Headers({ cookie: setCookies.map((line) => line.split(';')[0]).join('; ') });
}

/** One order with one consignment; answers the consignment's id. */
export async function placeConsignment(
  db: Db,
  to: { recipientEmail: string | null; buyerEmail: string | null },
): Promise<string> {
  const merchant = newId('merchant');
  const order = newId('order');
  const address = newId('address');
  const carrier = newId('carrier');
  const consignment = newId('consignment');
  const now = new Date('2026-06-08T08:00:00Z');
  await db.insertInto('merchants').values({ id: merchant, name: merchant }).execute();
  await db.insertInto('carriers').values({ id: carrier, name: carrier, kind: 'own_fleet', created_at: now }).execute();
  await db
    .insertInto('orders')
    .values({ id: order, merchant_id: merchant, order_number: '1', ordered_at: now, buyer_email: to.buyerEmail })
    .execute();
  await db
    .insertInto('addresses')
    .values({
      id: address,
      street: 'Lindenstraße',
      house_number: '5',
      postcode: '80331',
      city: 'München',
      country: 'DE',
      lat: 48.137,
      lon: 11.575,
      time_zone: 'Europe/Berlin',
      confidential: false,
      region_id: null,
    })
    .execute();
  await db
    .insertInto('consignments')
    .values({
      id: consignment,
      order_id: order,
      address_id: address,
      carrier_id: carrier,
      carrier_tracking_url: null,
      recipient_name: 'Anna Berger',
      recipient_email: to.recipientEmail,
      contact_basis: 'own_fleet',
      confidential: false,
      gift: false,
      hand_over_only: false,
    })
    .execute();
  return consignment;
}

/** One driver of one depot; answers the driver's id. */
export async function hireDriver(db: Db, name: string): Promise<string> {
  const depot = newId('depot');
  const driver = newId('driver');
  await db
    .insertInto('depots')
    .values({ id: depot, name: depot, lat: 48.1, lon: 11.5, time_zone: 'Europe/Berlin' })
    .execute();
  await db.insertInto('drivers').values({ id: driver, depot_id: depot, name }).execute();
  return driver;
}

/** Who may see a consignment, as account and kind. */
export async function viewersOf(db: Db, consignmentId: string) {
  return await db
    .selectFrom('consignment_viewers')
    .select(['account_id', 'kind'])
    .where('consignment_id', '=', consignmentId)
    .orderBy('kind')
    .execute();
}
