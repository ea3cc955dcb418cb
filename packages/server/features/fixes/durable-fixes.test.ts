import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot, placeOfStop, usualStops } from '../../testing/route-file.ts';
import { storedFixes } from '../../testing/stored-fixes.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { turnFixPartitions } from './fix-partitions.ts';

let server: TestServer;
let phone: Phone;

beforeEach(async () => {
  server = await startTestServer({ stops: usualStops(4) });
  phone = await pairPhone(server);
  await phone.start();
  await phone.driveTo(depot);
});
afterEach(() => server.close());

const idsOf = (fixes: readonly { id: string }[]) => fixes.map(({ id }) => id).sort();
const acceptedIds = async () => idsOf((await storedFixes(server)).filter(({ fix }) => fix !== null));

describe('what was acknowledged', () => {
  it('of 200 requests at the same moment is all there, in fewer commits than requests', async () => {
    server.clock.advance(600_000);
    const fixes = Array.from({ length: 200 }, (_, second) => phone.fixAt(depot, second));
    const before = await commits();
    const answers = await Promise.all(fixes.map((fix) => phone.send(fix)));
    expect(answers.flat().every(({ outcome }) => outcome === 'accepted')).toBe(true);
    expect(idsOf(answers.flat())).toEqual(idsOf(fixes));
    const stored = await acceptedIds();
    expect(stored).toHaveLength(201);
    expect(stored).toEqual(expect.arrayContaining(idsOf(fixes)));
    expect((await commits()) - before).toBeLessThan(100);
  });

  it('is known after a restart: a repeat is a repeat, and everything stands where it stood', async () => {
    const anna = await signIn(server, 'recipient4@example.org');
    const [stop] = server.route.stops;
    if (!stop) throw new Error('the route has stops');
    await phone.serve(stop);
    server.clock.advance(30_000);
    const batch = [phone.fixAt(placeOfStop(1)), { ...phone.fixAt(depot), lat: 91 }];
    const first = await phone.send(...batch);
    const before = await anna.view(server.route.stops[3]?.parcelIds[0]);
    expect(before).toMatchObject({ stopsAway: { count: 2 }, map: { shown: true } });

    // The dot that lags near another's door (P3) comes back in the same place: its distance is drawn from a kept secret.
    await server.restart();
    expect(await anna.view(server.route.stops[3]?.parcelIds[0])).toEqual(before);
    expect(await phone.send(...batch)).toEqual(first.map((answer) => ({ ...answer, duplicate: true })));
    expect(await storedFixes(server)).toHaveLength(4);
    server.clock.advance(60_000);
    expect(await phone.send({ ...phone.fixAt(depot), lat: 50 })).toMatchObject([{ reason: 'implausible_speed' }]);
  });
});

describe('while the store fails', () => {
  const fail = () =>
    server.database.pool.query(`
      create function refuse_fixes() returns trigger language plpgsql as
        $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$;
      create trigger refuse_fixes before insert on fixes for each row execute function refuse_fixes()`);
  const mend = () => server.database.pool.query('drop trigger refuse_fixes on fixes; drop function refuse_fixes()');

  it('nothing is acknowledged, broadcast or taken for a repeat; afterwards the same ids are accepted', async () => {
    const anna = await signIn(server, 'recipient1@example.org');
    const stream = await anna.watch(server.route.stops[0]?.parcelIds[0]);
    await stream.next();
    server.clock.advance(29_000);
    const batch = [phone.fixAt(placeOfStop(0), 10), phone.fixAt(placeOfStop(0))];
    await fail();
    for (let tries = 0; tries < 2; tries += 1) {
      const refused = await phone.postFixes(batch);
      expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '2']);
      expect(refused.json()).toEqual({
        type: 'urn:doorstep:problem:unavailable',
        title: 'Gerade nicht möglich. Bitte versuchen Sie es gleich noch einmal.',
        status: 503,
        code: 'unavailable',
      });
    }
    // Those who watch see the van where it was, and how old that is.
    server.clock.advance(1_000);
    await stream.until(({ event, data }) => event === 'van' && data.van?.freshness === 'delayed');
    await mend();
    expect(await phone.send(...batch)).toEqual(batch.map(({ id }) => ({ id, outcome: 'accepted' })));
    expect(await acceptedIds()).toHaveLength(3);
    await stream.until(({ event, data }) => event === 'van' && data.van?.lat === placeOfStop(0).lat);
    expect(stream.seen.slice(1).every(({ event }) => event === 'van')).toBe(true);
    stream.close();
  });

  it('requests that wait for the same commit are all told so, repeats of them too', async () => {
    server.clock.advance(60_000);
    const fixes = Array.from({ length: 20 }, (_, second) => phone.fixAt(depot, second));
    await fail();
    const answers = await Promise.all([...fixes, ...fixes].map((fix) => phone.postFixes([fix])));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 503));
    await mend();
    const again = await Promise.all(fixes.map((fix) => phone.send(fix)));
    expect(again.flat()).toEqual(fixes.map(({ id }) => ({ id, outcome: 'accepted' })));
    expect(await acceptedIds()).toHaveLength(21);
  });

  it('a position is still rejected by the rules once it is mended, and its reason kept', async () => {
    server.clock.advance(60_000);
    const wrong = { ...phone.fixAt(depot), lat: 91 };
    await fail();
    expect((await phone.postFixes([wrong])).statusCode).toBe(503);
    await mend();
    expect(await phone.send(wrong)).toMatchObject([{ outcome: 'rejected', reason: 'out_of_range' }]);
    expect(await phone.send(wrong)).toMatchObject([{ reason: 'out_of_range', duplicate: true }]);
  });

  it('what another request stored at that moment is known to its repeat, and stored once', async () => {
    // Seven fixes at once fail after a while; two take longer than that and are stored.
    await server.database.pool.query(`
      create function delay_fixes() returns trigger language plpgsql as $$ begin
        if new.accepted = 7 then perform pg_sleep(0.2); raise exception 'the disk is full' using errcode = '53100'; end if;
        if new.accepted = 2 then perform pg_sleep(0.4); end if;
        return new; end $$;
      create trigger delay_fixes before insert on fixes for each row execute function delay_fixes()`);
    server.clock.advance(60_000);
    const fixes = Array.from({ length: 10 }, (_, second) => phone.fixAt(depot, second));
    const [lost, stored, other] = [fixes.slice(0, 7), fixes.slice(7, 9), fixes.slice(9)];
    const losing = phone.postFixes(lost);
    await new Promise((resolve) => setImmediate(resolve));
    const storing = phone.postFixes(stored);
    expect((await losing).statusCode).toBe(503);
    expect(['accepted', undefined]).toContain((await phone.postFixes(other)).json().answers?.[0]?.outcome);
    expect((await storing).statusCode).toBe(503);
    const again = await phone.send(...stored, ...other);
    expect(again.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    const ids = await acceptedIds();
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids).toEqual(expect.arrayContaining(idsOf([...stored, ...other])));
  });

  it('a partition that is missing is made', async () => {
    const { rows } = await server.database.pool.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'fixes'::regclass`,
    );
    for (const { name } of rows) await server.database.pool.query(`drop table ${name}`);
    server.clock.advance(60_000);
    const fix = phone.fixAt(depot);
    expect(await phone.send(fix)).toEqual([{ id: fix.id, outcome: 'accepted' }]);
    expect(await acceptedIds()).toEqual([fix.id]);
  });

  it('how long a position is kept counts from when it was measured, however late it came', async () => {
    const { pool } = server.database;
    server.clock.advance(20 * 3_600_000);
    const late = phone.fixAt(depot, 18 * 3600);
    expect(await phone.send(late)).toEqual([{ id: late.id, outcome: 'accepted' }]);
    const measuredAt = Date.parse(late.fixedAt);
    await turnFixPartitions(pool, { now: measuredAt + 47 * 3_600_000, retentionHours: 48 });
    expect(await acceptedIds()).toContain(late.id);
    await turnFixPartitions(pool, { now: measuredAt + 54 * 3_600_000, retentionHours: 48 });
    expect(await acceptedIds()).not.toContain(late.id);
  });
});

/** How many transactions this database has committed that wrote fixes: rows of one commit share its number. */
async function commits(): Promise<number> {
  const { rows } = await server.database.pool.query<{ commits: string }>(
    'select count(distinct xmin::text) as commits from fixes',
  );
  return Number(rows[0]?.commits);
}
