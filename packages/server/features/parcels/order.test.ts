import { defaultVisibilitySettings } from '@doorstep/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProcessBus } from '../../adapters/bus/in-process.ts';
import { createRouteBook } from '../../live/route-book.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { seeOrder } from './see-parcels.ts';

const anna = 'anna@example.org';
const ben = 'ben@example.org';
const ofAnna = { recipientEmail: anna, buyerEmail: anna };
let server: TestServer;
const accounts: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer({
    stops: [
      { parcels: [{ ...ofAnna, orderNumber: 'PLAIN' }] },
      { parcels: [{ ...ofAnna, orderNumber: 'MIXED' }] },
      { parcels: [{ ...ofAnna, orderNumber: 'MIXED', confidential: true }] },
      { parcels: [{ ...ofAnna, orderNumber: 'QUIET', confidential: true }] },
      { parcels: [{ recipientEmail: anna, buyerEmail: ben, orderNumber: 'GIVEN', gift: true }] },
    ],
  });
  for (const email of [anna, ben]) accounts[email] = (await signIn(server, email)).accountId;
});
afterAll(() => server.close());

/** The order with this number, as one of the two sees it. */
async function see(email: string, orderNumber: string) {
  const { db } = server.database;
  const { clock } = server;
  const visibility = defaultVisibilitySettings;
  const { id } = await db
    .selectFrom('orders')
    .select('id')
    .where('order_number', '=', orderNumber)
    .executeTakeFirstOrThrow();
  const routeBook = createRouteBook({
    db,
    bus: inProcessBus(),
    readStoredFixes: async () => [],
    mapsOpened: async () => undefined,
    settings: visibility,
    now: clock.now,
  });
  const asker = { accountId: accounts[email] ?? '', language: 'de' } as const;
  return seeOrder({ db, routeBook, clock, visibility }, asker, id);
}
const unnamed = { orderNumber: null, orderedAt: null, merchant: null };

describe('an order', () => {
  it('has number, day and merchant where each of its parcels may show them', async () => {
    expect(await see(anna, 'PLAIN')).toMatchObject({
      orderNumber: 'PLAIN',
      orderedAt: expect.any(String),
      merchant: 'Buchladen Silberdistel',
    });
  });

  it.each(['MIXED', 'QUIET'])('with a confidential parcel in it is not named (%s)', async (orderNumber) => {
    const order = await see(anna, orderNumber);
    expect(order).toMatchObject(unnamed);
    expect(order?.parcels).toHaveLength(orderNumber === 'MIXED' ? 2 : 1);
  });

  it('of a gift is the buyer’s to know, not the recipient’s', async () => {
    expect(await see(anna, 'GIVEN')).toMatchObject(unnamed);
    expect(await see(ben, 'GIVEN')).toMatchObject({ orderNumber: 'GIVEN' });
  });

  it('of somebody else does not exist', async () => {
    expect(await see(ben, 'PLAIN')).toBeNull();
  });
});
