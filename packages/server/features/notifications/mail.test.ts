import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { notificationMail, notificationText, whatViewerSees } from '@doorstep/domain';
import { asked, parcel, routeAfter, serviceDate } from '@doorstep/domain/visibility/questions.testdata.ts';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { smtpMailer } from '../../adapters/notifier/smtp-mailer.ts';
import { createTestDatabase, type TestDatabase } from '../../db/test-database.ts';
import type { Mailer } from '../../ports/mailer.ts';
import { forgetOldMails, mailOutbox } from './mail-outbox.ts';
import type { OutboxRunner } from './run-outbox.ts';
import { type SendMailsDeps, sendMails } from './send-mails.ts';

const now = Date.parse('2026-06-09T08:00:00Z');
const clock = { now: () => now, speed: 1 };
let database: TestDatabase;
let server: SMTPServer;
let mailer: Mailer;
let outbox: OutboxRunner;
let taken: string[] = [];
/** How often the server still says "later" (RFC 5321, 451). */
let laters = 0;
const faults: unknown[] = [];
const picture = Buffer.from('/9j/4AAQSkZJRgABAQ==', 'base64');

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(`insert into auth_user (id, name, email, "emailVerified", "createdAt", "updatedAt", role)
    values ('acc', 'Wilhelmine', 'anna@example.org', true, now(), now(), 'recipient')`);
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(address, _session, done) {
      if (address.address.startsWith('nobody'))
        return done(Object.assign(new Error(`no mailbox ${address.address}`), { responseCode: 550 }));
      if (laters > 0) {
        laters -= 1;
        return done(Object.assign(new Error(`later, ${address.address}`), { responseCode: 451 }));
      }
      done();
    },
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (part) => {
        text += part;
      });
      stream.on('end', () => {
        taken.push(text);
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Doorstep <post@doorstep.example>' });
  const photoOf = async () => picture;
  outbox = sendMails({ db: database.db, mailer, clock, messageByNow, photoOf, onFault: (fault) => faults.push(fault) });
});
beforeEach(() => {
  taken = [];
});
afterAll(async () => {
  await outbox.stop();
  mailer.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await database.close();
});

const unsubscribeUrl = 'https://doorstep.example/api/v1/unsubscribe/acc.sig';
const at = Date.parse(`${serviceDate}T10:12:00+02:00`);
const view = whatViewerSees(
  asked({
    now: at + 60_000,
    route: routeAfter(13).route,
    parcel: {
      ...parcel,
      state: 'delivered',
      stateSince: at,
      how: 'safe_place',
      outcomePlace: 'Carport & <Hütte>',
      carrier: { kind: 'own_fleet', label: 'Jurabote', trackingUrl: null },
      photo: { kind: 'kept', takenAt: at, deleteAfter: at + 30 * 24 * 3_600_000, isFull: true, isFrozen: false },
    },
  }),
);
if (view === null) throw new Error('a recipient sees the own parcel');
const said = { manner: 'plain', language: 'de', view } as const;
const text = notificationText({ event: 'delivered', channel: 'mail', ...said });
const written = notificationMail(text, {
  ...said,
  instanceName: 'Doorstep',
  parcelUrl: 'https://doorstep.example/parcels/par_1',
  settingsUrl: 'https://doorstep.example/settings#messages',
  unsubscribeUrl: 'https://doorstep.example/unsubscribe/acc.sig',
});

/** What is said of the delivery, as long as it is true. */
const messageByNow: SendMailsDeps['messageByNow'] = async (notificationId) => ({
  message: {
    ...{
      notificationId,
      accountId: 'acc',
      event: 'delivered',
      subjectId: notificationId,
      language: 'de',
      path: '/',
      now,
    },
    ...{ title: text.title, text: written.text, mail: { html: written.html, unsubscribeUrl }, photoOf: 'par_1' },
  },
  notBefore: now,
});

const mail = (to: string) => ({ to, subject: 'Ihr Konto', text: 'Grüße an die Tür', language: 'de' as const, now });
const queue = mailOutbox({ smtp: true });
const mailTo = (to: string) =>
  database.db.selectFrom('mails').selectAll().where('recipient', '=', to).executeTakeFirstOrThrow();
const stateOf = async (to: string) => (await mailTo(to)).state;

describe('mail', () => {
  test('goes out by SMTP when the transaction commits, and its text is then kept no longer', async () => {
    const { db } = database;
    await db.transaction().execute((trx) => queue(trx, mail('anna@example.org')));
    await expect.poll(() => stateOf('anna@example.org'), { timeout: 20_000 }).toBe('sent');
    const row = await mailTo('anna@example.org');
    expect(row).toMatchObject({ attempts: 1, body: '', last_error: null, sent_at: new Date(now) });
    expect(taken).toHaveLength(1);
    const parsed = await simpleParser(taken[0] ?? '');
    expect(parsed).toMatchObject({
      subject: 'Ihr Konto',
      text: expect.stringContaining('Grüße an die Tür'),
      messageId: `<${row.id}@doorstep.example>`,
    });
    expect(parsed.from?.text).toBe('"Doorstep" <post@doorstep.example>');
    expect(parsed.headers.has('list')).toBe(false);
  });

  test('that was written as plain text says the same as HTML: the link as a button and to be copied, the code large', async () => {
    const link = 'https://doorstep.example/reset?token=a_b-c&d=1';
    const text = [
      'Guten Tag,',
      `hier ist der Link für <Sie>:`,
      link,
      'Ihr Code lautet: 123 456',
      `Sonst: ${link}.`,
    ].join('\n\n');
    const subject = 'Jurabote: Ihr Konto';
    await database.db.transaction().execute((trx) => queue(trx, { ...mail('html@example.org'), subject, text }));
    await expect.poll(() => stateOf('html@example.org'), { timeout: 20_000 }).toBe('sent');
    const { html, text: plain } = await simpleParser(taken[0] ?? '');
    expect(plain?.trim()).toBe(text);
    expect(html).toContain(
      '<h1 style="margin:0 0 14px;font-size:26px;line-height:1.2;font-weight:700;text-wrap:balance">Ihr Konto</h1>',
    );
    expect(html).toContain('hier ist der Link für &lt;Sie&gt;:');
    expect(String(html).match(/href="https:\/\/doorstep\.example\/reset\?token=a_b-c&amp;d=1"/g)).toHaveLength(3);
    expect(html).toMatch(/<strong [^>]*>123 456<\/strong>/);
    expect(html).not.toMatch(/<img|src=|url\(/);
  });

  test('is never heard of when the transaction does not commit', async () => {
    const { db } = database;
    const undone = db.transaction().execute(async (trx) => {
      await queue(trx, mail('undone@example.org'));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    const mails = await db.selectFrom('mails').select('id').where('recipient', '=', 'undone@example.org').execute();
    expect(mails).toEqual([]);
  });

  test('that the server puts off waits, each time longer, and is then sent once', async () => {
    laters = 1;
    await database.db.transaction().execute((trx) => queue(trx, mail('later@example.org')));
    await expect.poll(async () => (await mailTo('later@example.org')).last_error, { timeout: 20_000 }).toMatch(/451/);
    const { rows } = await database.pool.query(
      `select try_at > now() as waits, state from mails where recipient = 'later@example.org'`,
    );
    expect(rows).toEqual([{ waits: true, state: 'waiting' }]);
    await database.pool.query(`update mails set try_at = now() where recipient = 'later@example.org'`);
    await expect.poll(() => stateOf('later@example.org'), { timeout: 20_000 }).toBe('sent');
    expect(await mailTo('later@example.org')).toMatchObject({ attempts: 2, last_error: null });
    expect(taken).toHaveLength(1);
  });

  test('that a server had in hand when it died is sent by the next one', async () => {
    const { pool, db } = database;
    await db.transaction().execute(async (trx) => {
      await queue(trx, mail('orphan@example.org'));
      await trx
        .updateTable('mails')
        .set({ try_at: new Date(Date.now() + 60_000), attempts: 1 })
        .where('recipient', '=', 'orphan@example.org')
        .execute();
    });
    expect(await stateOf('orphan@example.org')).toBe('waiting');
    await pool.query(`update mails set try_at = now() - interval '1 second' where recipient = 'orphan@example.org'`);
    await expect.poll(() => stateOf('orphan@example.org'), { timeout: 20_000 }).toBe('sent');
  });

  test('to a mailbox that does not exist fails at once, is not tried again and loses its text', async () => {
    await database.db.transaction().execute((trx) => queue(trx, mail('nobody@example.org')));
    await expect.poll(() => stateOf('nobody@example.org'), { timeout: 20_000 }).toBe('failed');
    expect(await mailTo('nobody@example.org')).toMatchObject({ attempts: 1, body: '', last_error: 'EENVELOPE 550' });
  });

  test('is kept with its text where no mail server is configured', async () => {
    await mailOutbox({ smtp: false })(database.db, mail('kept@example.org'));
    expect(await mailTo('kept@example.org')).toMatchObject({ state: 'kept', body: 'Grüße an die Tür', attempts: 0 });
  });

  test('is forgotten after thirty days', async () => {
    const days = 24 * 3_600_000;
    expect(await forgetOldMails(database.db, { now: now + 30 * days })).toBe(0);
    expect(await forgetOldMails(database.db, { now: now + 30 * days + 1 })).toBeGreaterThan(0);
    expect(await database.db.selectFrom('mails').select('id').execute()).toEqual([]);
  });

  test('that cannot be sent is no fault of the server', () => {
    expect(faults).toEqual([]);
  });
});

describe('a mail that tells of a delivery, read by another program', () => {
  async function sendOne(notificationId: string, photoInMail: boolean) {
    const { db, pool } = database;
    await pool.query(
      `insert into notifications (id, account_id, subject_id, parcel_ids, event, manner, attempt, outcome_version, channel,
                                  state, created_at, due_at)
       values ($1, 'acc', $1, array['par_1'], 'delivered', 'plain', 1, 0, 'mail', 'sent', now(), now())`,
      [notificationId],
    );
    await pool.query(
      `insert into preferences (account_id, photo_in_mail) values ('acc', $1)
       on conflict (account_id) do update set photo_in_mail = $1`,
      [photoInMail],
    );
    await db.transaction().execute((trx) =>
      queue(trx, {
        to: 'anna@example.org',
        subject: text.title,
        text: written.text,
        language: 'de',
        now,
        notificationId,
        accountId: 'acc',
        mail: { html: written.html, unsubscribeUrl },
        photoOf: 'par_1',
      }),
    );
    await expect.poll(() => taken.length, { timeout: 20_000 }).toBe(1);
    return simpleParser(taken[0] ?? '');
  }

  test('says the same as plain text and as HTML, can be ended with one click, and keeps its Message-ID', async () => {
    const parsed = await sendOne('ntf_one', false);
    expect(parsed.messageId).toBe('<ntf_one@doorstep.example>');
    expect(parsed.subject).toBe('Zugestellt um 10:12 Uhr');
    expect(parsed.headers.get('list')).toMatchObject({ unsubscribe: { url: unsubscribeUrl } });
    expect(taken[0]).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
    for (const sentence of [...text.body, 'Lieferung durch Jurabote']) {
      expect(parsed.text).toContain(sentence);
      expect(parsed.html).toContain(sentence.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;'));
    }
    expect(parsed.html).not.toMatch(/<img|src=/);
    expect(parsed.attachments).toEqual([]);
  });

  test('brings the picture along only where its reader chose so, with the sentence that it stays', async () => {
    const parsed = await sendOne('ntf_two', true);
    expect(parsed.attachments).toMatchObject([{ contentType: 'image/jpeg', content: picture, related: true }]);
    expect(parsed.html).toContain('Dieses Foto bleibt in Ihrem Postfach, auch wenn Sie es bei uns löschen.');
    expect(taken[0]).not.toMatch(/https?:\/\/\S+\/photo/);
  });
});
