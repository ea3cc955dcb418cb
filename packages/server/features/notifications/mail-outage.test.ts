// A mail server that is away for a while, and what happened meanwhile.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone;
let anna: Awaited<ReturnType<typeof signIn>>;
let smtp: SMTPServer;
let isAway = true;
let subjects: string[] = [];
const patiently = { timeout: 20_000 };

beforeEach(async () => {
  isAway = true;
  subjects = [];
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(isAway ? Object.assign(new Error('later'), { responseCode: 451 }) : undefined),
    onData(stream, _session, done) {
      void simpleParser(stream).then(({ subject = '' }) => {
        subjects.push(subject);
        done();
      });
    },
  });
  const listening = smtp.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  server = await startTestServer({
    stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }],
    settings: { DOORSTEP_SMTP_URL: `smtp://127.0.0.1:${port}`, DOORSTEP_MAIL_FROM: 'Doorstep <post@doorstep.example>' },
  });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
});
afterEach(async () => {
  await server.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

const query = async (text: string) => (await server.database.pool.query(text)).rows;
const deliver = () => phone.give('deliver', { stopId: server.route.stops[0]?.stopId, how: 'mailbox' });
/** Mails that were tried and wait for their next try, which comes in an hour. */
async function stuck(count: number) {
  const waiting = `select 1 from mails where state = 'waiting' and last_error is not null`;
  await expect.poll(async () => (await query(waiting)).length, patiently).toBe(count);
  await query(`update mails set try_at = now() + interval '1 hour' where state = 'waiting'`);
}
async function comesBack() {
  isAway = false;
  await query(`update mails set try_at = now() where state = 'waiting'`);
}
const nothingWaits = () =>
  expect.poll(() => query(`select subject from mails where state = 'waiting'`), patiently).toEqual([]);

describe('a mail that waited for its mail server', () => {
  it('is not sent when a later event has overtaken it', async () => {
    await phone.start();
    await stuck(1);
    await deliver();
    await stuck(2);
    await comesBack();
    await nothingWaits();
    expect(subjects).toEqual([expect.stringMatching(/^Zugestellt um/)]);
    expect(await query(`select event, state from notifications where channel = 'mail' order by event`)).toEqual([
      { event: 'delivered', state: 'sent' },
      { event: 'out_for_delivery', state: 'dropped' },
    ]);
  });

  it('goes with a delivery that was taken back before anybody heard of it, and nobody is told of a correction', async () => {
    await phone.start();
    await comesBack();
    await nothingWaits();
    await expect.poll(() => subjects, patiently).toEqual(['Ihr Paket ist unterwegs']);
    isAway = true;
    await deliver();
    await stuck(1);
    await phone.give('undo', { stopId: server.route.stops[0]?.stopId });
    const made = `select event, state from notifications where channel = 'mail' and event like 'deliver%'`;
    expect(await query(made)).toEqual([{ event: 'delivered', state: 'dropped' }]);
    await comesBack();
    await deliver();
    await expect.poll(() => subjects.slice(1), patiently).toEqual([expect.stringMatching(/^Zugestellt um/)]);
    await nothingWaits();
    expect(subjects).toHaveLength(2);
  });

  it('says what its reader’s page says when it goes, and goes nowhere once its reader has switched it off', async () => {
    await phone.start();
    await stuck(1);
    await query('update consignments set confidential = true');
    await comesBack();
    await expect.poll(() => subjects, patiently).toHaveLength(1);
    expect(subjects.join()).not.toContain('unterwegs');
    isAway = true;
    await deliver();
    await stuck(1);
    await anna.put('/preferences', { notifications: { delivered: { mail: false } } });
    expect(await query(`select subject from mails where state = 'waiting'`)).toEqual([]);
    await comesBack();
    expect(subjects).toHaveLength(1);
  });
});
