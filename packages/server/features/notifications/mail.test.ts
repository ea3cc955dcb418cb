import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { smtpMailer } from '../../adapters/notifier/smtp-mailer.ts';
import { prepareJobs, startWorker, type Worker } from '../../db/jobs.ts';
import { createTestDatabase, type TestDatabase } from '../../db/test-database.ts';
import type { Mailer } from '../../ports/mailer.ts';
import { forgetOldMails, mailOutbox } from './mail-outbox.ts';
import { sendMailJob } from './send-mail.job.ts';

const now = Date.parse('2026-06-09T08:00:00Z');
const clock = { now: () => now, speed: 1 };
let database: TestDatabase;
let server: SMTPServer;
let mailer: Mailer;
let worker: Worker;
let taken: string[] = [];
/** How often the server still says "later" (RFC 5321, 451). */
let laters = 0;
const said: string[] = [];
const log = {
  info: () => undefined,
  warn: (text: string) => said.push(text),
  error: (text: string) => said.push(text),
};

beforeAll(async () => {
  database = await createTestDatabase();
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
  await prepareJobs({ pool: database.pool, log });
  const tasks = { send_mail: sendMailJob({ db: database.db, mailer, clock }) };
  worker = await startWorker({ pool: database.pool, tasks, log });
});
beforeEach(() => {
  taken = [];
});
afterAll(async () => {
  await worker.stop();
  mailer.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await database.close();
});

const mail = (to: string) => ({ to, subject: 'Ihr Konto', text: 'Grüße an die Tür', language: 'de' as const, now });
const queue = mailOutbox({ smtp: true });
const mailTo = (to: string) =>
  database.db.selectFrom('mails').selectAll().where('recipient', '=', to).executeTakeFirstOrThrow();

describe('mail', () => {
  test('goes out by SMTP when the transaction commits, and its text is then kept no longer', async () => {
    const { db } = database;
    await db.transaction().execute((trx) => queue(trx, mail('anna@example.org')));
    await expect.poll(async () => (await mailTo('anna@example.org')).state, { timeout: 20_000 }).toBe('sent');
    const row = await mailTo('anna@example.org');
    expect(row).toMatchObject({ attempts: 1, body: '', last_error: null, sent_at: new Date(now) });
    expect(taken).toHaveLength(1);
    expect(taken[0]).toContain('To: anna@example.org');
    expect(taken[0]).toContain('From: Doorstep <post@doorstep.example>');
    expect(taken[0]).toContain(`Message-ID: <${row.id}@doorstep.example>`);
    expect(taken[0]).toContain('Gr=C3=BC=C3=9Fe');
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
    const { rows } = await database.pool.query('select count(*)::int as waiting from graphile_worker.jobs');
    expect(rows).toEqual([{ waiting: 0 }]);
  });

  test('that the server puts off is tried again and then sent once', async () => {
    laters = 1;
    await database.db.transaction().execute((trx) => queue(trx, mail('later@example.org')));
    await expect.poll(async () => (await mailTo('later@example.org')).state, { timeout: 20_000 }).toBe('sent');
    expect(await mailTo('later@example.org')).toMatchObject({ attempts: 2, last_error: null });
    expect(taken).toHaveLength(1);
  });

  test('to a mailbox that does not exist fails at once, is not tried again and loses its text', async () => {
    await database.db.transaction().execute((trx) => queue(trx, mail('nobody@example.org')));
    await expect.poll(async () => (await mailTo('nobody@example.org')).state, { timeout: 20_000 }).toBe('failed');
    expect(await mailTo('nobody@example.org')).toMatchObject({
      attempts: 1,
      body: '',
      last_error: 'EENVELOPE 550',
    });
    await expect.poll(async () => (await database.pool.query('select id from graphile_worker.jobs')).rows).toEqual([]);
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

  test('leaves no address in the log', () => {
    expect(said.join('\n')).toContain('451');
    expect(said.join('\n')).not.toContain('example.org');
  });
});
