import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../testing/recipient.ts';
import { usualStops } from '../testing/route-file.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let anna: Person;
let ben: Person;

const parcelOf = (index: number) => server.route.stops[index]?.parcelIds[0];
const origin = 'http://doorstep.example';
const post = ({ cookie }: Person, path: string, payload: object = {}) =>
  server.app.inject({ method: 'POST', url: `/api/auth${path}`, payload, headers: { cookie, origin } });

beforeEach(async () => {
  server = await startTestServer({ stops: usualStops(10) });
  anna = await signIn(server, 'recipient1@example.org');
  ben = await signIn(server, 'recipient2@example.org');
});
afterEach(() => server.close());

describe('a stream ends with its session', () => {
  /** Both watch; something ends the session of one; only that one's stream ends. */
  async function endsFor(person: Person, endSession: () => Promise<unknown>): Promise<void> {
    const [annas, bens] = await Promise.all([anna.watch(parcelOf(0)), ben.watch(parcelOf(1))]);
    await Promise.all([annas.next(), bens.next()]);
    await endSession();
    const [ended, open] = person === anna ? [annas, bens] : [bens, annas];
    expect(await ended.untilEnd()).toEqual([]);
    await server.restart();
    expect(await open.untilEnd()).toMatchObject([{ event: 'reconnect' }]);
  }

  it.each(['/sign-out', '/revoke-sessions'])('after POST /api/auth%s', async (path) => {
    await endsFor(anna, async () => expect((await post(anna, path)).statusCode).toBe(200));
  });

  it('where it expired, which nobody tells', async () => {
    const { pool } = server.database;
    await pool.query('alter table auth_session disable trigger user');
    await endsFor(ben, async () => {
      await pool.query(`update auth_session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [
        ben.accountId,
      ]);
      server.clock.advance(15_000);
    });
  });

  it('at once, by the database’s word, where another process ended it or gave the account another role', async () => {
    const { pool } = server.database;
    await endsFor(ben, () => pool.query('delete from auth_session where "userId" = $1', [ben.accountId]));
    ben = await signIn(server, 'recipient3@example.org');
    const stream = await ben.watch(parcelOf(2));
    await stream.next();
    await pool.query(`update auth_user set role = 'administrator' where id = $1`, [ben.accountId]);
    expect(await stream.untilEnd()).toEqual([]);
  });

  it('also where it was opened at the very moment of the sign-out', async () => {
    for (let index = 2; index < 10; index += 1) {
      const person = await signIn(server, `recipient${index + 1}@example.org`);
      const [stream, answer] = await Promise.all([person.watch(parcelOf(index)), post(person, '/sign-out')]);
      expect(answer.statusCode).toBe(200);
      // Refused, or let in and ended: either way nothing is left open.
      if (stream.response.status === 200) await stream.untilEnd();
      else expect(stream.response.status).toBe(401);
      stream.close();
    }
  });
});
