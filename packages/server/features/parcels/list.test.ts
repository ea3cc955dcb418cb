import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const recipientEmail = 'collector@example.org';
let server: TestServer;
let collector: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  const parcels = Array.from({ length: 5 }, () => ({ recipientEmail }));
  server = await startTestServer({ stops: [...Array.from({ length: 7 }, () => ({ parcels })), {}] });
  collector = await signIn(server, recipientEmail, 'en');
});
afterAll(() => server.close());

describe('the list of one’s parcels', () => {
  it('comes page by page, newest first, each parcel once and nobody else’s', async () => {
    const first = await collector.list();
    expect(first.parcels).toHaveLength(30);
    const second = (await collector.get(`?cursor=${first.nextCursor}`)).json();
    expect([second.parcels.length, second.nextCursor]).toEqual([5, null]);
    const ids = [...first.parcels, ...second.parcels].map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().reverse());
    const own = server.route.stops.slice(0, 7).flatMap(({ parcelIds }) => parcelIds);
    expect(ids.toSorted()).toEqual(own.toSorted());
  });

  it('begins anew where the cursor is none, and refuses a language that it does not speak', async () => {
    expect((await collector.get('?cursor=nothing')).json().parcels).toHaveLength(30);
    const answer = await collector.get('?lang=fr');
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_input']);
    expect((await collector.get('?lang=de')).json().parcels[0].headline).toBe('Im Depot');
  });

  it('says after the route what became of what was not reached', async () => {
    const phone = await pairPhone(server);
    await phone.start();
    await phone.give('finish_route');
    const [newest] = (await collector.list()).parcels;
    expect(newest).toMatchObject({
      state: 'attempted',
      headline: 'Not delivered',
      detail: 'The route ended before it was your turn.',
      window: null,
      stopsAway: null,
      live: false,
    });
  });

  it('is empty for an account that nothing was sent to', async () => {
    const nobody = await signIn(server, 'nobody@example.org');
    expect(await nobody.list()).toEqual({ parcels: [], nextCursor: null });
  });
});
