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

  it('of the buyer is the buyer’s alone', async () => {
    await ben.switchMap(false);
    expect(await mapOf(ben)).toMatchObject(off);
    for (const person of [anna, clara]) expect(await mapOf(person)).toMatchObject({ shown: true });
  });
});
