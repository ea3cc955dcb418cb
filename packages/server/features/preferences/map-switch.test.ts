import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot } from '../../testing/route-file.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let phone: Phone;
let anna: Person;
let ben: Person;
let clara: Person;

const parcelId = () => server.route.stops[0]?.parcelIds[0];
const mapOf = async (person: Person) => (await person.view(parcelId())).map;
const off = { shown: false, because: { code: 'switched_off' } };

// Anna and Clara receive the parcel, Ben ordered it.
beforeEach(async () => {
  server = await startTestServer({
    stops: [{ parcels: [{ recipientEmail: 'anna@example.org', buyerEmail: 'ben@example.org' }] }],
  });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
  ben = await signIn(server, 'ben@example.org');
  clara = await signIn(server, 'clara@example.org');
  await server.database.pool.query(
    `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
     select consignment_id, $1, 'recipient', 'claim_code', now() from parcels where id = $2`,
    [clara.accountId, parcelId()],
  );
  await phone.start();
  await phone.driveTo(depot);
});
afterEach(() => server.close());

describe('the switch for the map', () => {
  it('of one recipient closes it for the other recipient and for the buyer, until it is on again', async () => {
    for (const person of [anna, ben, clara]) expect(await mapOf(person)).toMatchObject({ shown: true });
    await anna.switchMap(false);
    for (const person of [anna, ben, clara]) expect(await mapOf(person)).toMatchObject(off);
    await anna.switchMap(true);
    for (const person of [anna, ben, clara]) expect(await mapOf(person)).toMatchObject({ shown: true });
  });

  it('of one recipient ends the open streams of the others, who come back without a map', async () => {
    const streams = await Promise.all([ben.watch(parcelId()), clara.watch(parcelId())]);
    for (const stream of streams) expect(await stream.next()).toMatchObject({ data: { map: { shown: true } } });
    await anna.switchMap(false);
    for (const stream of streams) await stream.untilEnd();
    const again = await clara.watch(parcelId());
    expect(await again.next()).toMatchObject({ data: { map: off } });
    again.close();
  });

  it('of somebody who becomes a recipient closes it at once for those who watch', async () => {
    await anna.switchMap(true);
    const dora = await signIn(server, 'dora@example.org');
    await dora.switchMap(false);
    // Anna moved out: her address is free, and Dora shows that it is hers by now.
    await server.database.pool.query('delete from consignment_viewers where account_id = $1', [anna.accountId]);
    await server.database.pool.query(`update auth_user set email = 'gone@example.org' where id = $1`, [anna.accountId]);
    expect(await mapOf(clara)).toMatchObject({ shown: true });
    const stream = await clara.watch(parcelId());
    expect(await stream.next()).toMatchObject({ data: { map: { shown: true } } });
    await dora.askPage('/settings/address', { current: dora.password, email: 'anna@example.org' });
    const mails = await server.database.pool.query('select body from mails where recipient = $1', ['anna@example.org']);
    const token = /confirm-address\?token=([\w-]+)/.exec(String(mails.rows.at(-1)?.body))?.[1] ?? '';
    expect(await dora.askPage('/confirm-address', { token })).toMatchObject({ ok: true });
    expect(await stream.untilEnd()).toEqual([]);
    expect(await mapOf(clara)).toMatchObject(off);
  });

  it('of the buyer is the buyer’s alone', async () => {
    await ben.switchMap(false);
    expect(await mapOf(ben)).toMatchObject(off);
    for (const person of [anna, clara]) expect(await mapOf(person)).toMatchObject({ shown: true });
  });
});
