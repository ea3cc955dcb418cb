import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { enterByLink, linkIn, mailsTo } from '../../testing/guest.ts';
import { pairPhone } from '../../testing/phone.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const patiently = { timeout: 20_000 };
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    stops: [6, 7].map((index) => ({ parcels: [{ recipientEmail: `recipient${index}@example.org` }] })),
  });
  await (await pairPhone(server)).start();
});
afterAll(() => server.close());

describe('whoever was sent a link and wants none', () => {
  it('ends them for the address by a link in them, with one click of a mail program; codes still come', async () => {
    const mailed = async (address: string) => expect(await mailsTo(server, address)).toHaveLength(1);
    for (const address of ['recipient6@example.org', 'recipient7@example.org'])
      await vi.waitFor(() => mailed(address), patiently);
    const before = await mailsTo(server, 'recipient6@example.org');
    const read = `select told_by_link from consignments where recipient_email = 'recipient6@example.org'`;
    const { rows: mails } = await server.database.pool.query(
      `select unsubscribe_url as url from mails where recipient = 'recipient6@example.org'`,
    );
    const url = new URL(mails[0].url).pathname;
    const page = url.replace('/api/v1', '');
    expect(before[0]?.body).toContain(`Keine solchen E-Mails mehr: http://doorstep.example${page}`);
    const post = (path: string) =>
      server.app.inject({
        ...{ method: 'POST', url: path, payload: 'List-Unsubscribe=One-Click' },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await post(`${url.slice(0, -3)}AAA`)).statusCode).toBe(404);
    expect((await server.database.pool.query(read)).rows).toEqual([{ told_by_link: true }]);
    expect((await post(url)).statusCode).toBe(200);
    expect((await server.database.pool.query(read)).rows).toEqual([{ told_by_link: false }]);
    // A link of another attempt falls due, for this address and for another.
    await server.database.pool.query(
      `insert into guest_link_notices select parcels.id, parcels.attempt, now() - interval '10 years' from parcels
         join consignments on consignments.id = consignment_id
        where recipient_email in ('recipient6@example.org', 'recipient7@example.org')`,
    );
    await vi.waitFor(async () => expect(await mailsTo(server, 'recipient7@example.org')).toHaveLength(2), patiently);
    const waiting = async () => (await server.database.pool.query('select 1 from guest_link_notices')).rows;
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), patiently);
    expect(await mailsTo(server, 'recipient6@example.org')).toHaveLength(before.length);
    const guest = await enterByLink(server, linkIn(before[0]?.body ?? ''));
    expect(await guest.askForCode()).toBe('sent');
  });
});
