import { afterEach, expect, it } from 'vitest';
import { pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot } from '../../testing/route-file.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
afterEach(() => server.close());

it('a driver learns in steps how many people see the van, each counted once, and none who do not see it', async () => {
  const emails = ['anna', 'ben', 'clara', 'dora'].map((name) => `${name}@example.org`);
  server = await startTestServer({
    stops: [{ parcels: emails.map((recipientEmail) => ({ recipientEmail })) }, {}],
    settings: { DOORSTEP_NEAR_METRES: '1000' },
  });
  const phone = await pairPhone(server);
  const watching = async () => (await phone.route()).watching;
  await phone.start();
  await phone.driveTo(depot);

  // 1.1 km away: no dot yet.
  const far = await (await signIn(server, 'recipient2@example.org')).watch(server.route.stops[1]?.parcelIds[0]);
  expect(await far.next()).toMatchObject({ data: { map: { shown: false } } });
  expect(await watching()).toBe('none');

  const streams = [];
  for (const [index, email] of emails.entries()) {
    const person = await signIn(server, email);
    // Two windows of one person are one person.
    for (let windows = 0; windows < 2; windows += 1) {
      const stream = await person.watch(server.route.stops[0]?.parcelIds[index]);
      expect(await stream.next()).toMatchObject({ data: { map: { shown: true } } });
      streams.push(stream);
    }
    expect(await watching()).toBe(index < 3 ? 'few' : 'many');
  }
  for (const stream of [far, ...streams]) stream.close();
  await expect.poll(watching, { timeout: 10_000 }).toBe('none');
});

it('a driver learns that another phone of the same name is in use', async () => {
  server = await startTestServer({ stops: [{}] });
  const phone = await pairPhone(server);
  expect((await phone.route()).otherPhoneActive).toBe(false);
  const other = await pairPhone(server);
  expect((await other.route()).otherPhoneActive).toBe(true);
  expect((await phone.route()).otherPhoneActive).toBe(true);
});

it('where the law asks for no permission every parcel may be left, but not one to be handed over', async () => {
  server = await startTestServer({
    stops: [{ parcels: [{}, { handOverOnly: true }] }],
    settings: { DOORSTEP_LEAVE_WITHOUT_PERMISSION: 'true' },
  });
  const phone = await pairPhone(server);
  const parcels = (await phone.route()).stops[0]?.parcels ?? [];
  expect(Object.fromEntries(parcels.map(({ parcelNumber, mayBeLeft }) => [parcelNumber, mayBeLeft]))).toEqual({
    'F-1-1-1': { answer: true, sentence: null },
    'F-1-1-2': { answer: false, sentence: 'Das Paket wird nur persönlich übergeben.' },
  });
});
