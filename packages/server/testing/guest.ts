import type { GuestPage, ParcelViewMessage } from '@doorstep/contract';
import { openStream } from './event-stream.ts';
import type { TestServer } from './test-server.ts';

/** The last part of the link in a mail. */
export const linkIn = (text: string): string => /\/t\/([\w-]{22})/.exec(text)?.[1] ?? '';
/** The code in a mail, as it is typed. */
export const codeIn = (text: string): string => (/\b(\d{3}) (\d{3})\b/.exec(text) ?? []).slice(1).join('');

let networks = 0;

/** Opens a link from a network of its own, unless it is said which. */
export function openLink(server: TestServer, link: string, postcode = '91234', from?: string) {
  networks += 1;
  return server.app.inject({
    method: 'POST',
    url: '/api/v1/guest/links',
    remoteAddress: from ?? `10.${networks >> 16}.${(networks >> 8) & 255}.${networks & 255}`,
    payload: { link, postcode },
  });
}

/** Somebody in whose browser the postcode was right. */
export async function enterByLink(server: TestServer, link: string) {
  const answer = await openLink(server, link);
  if (answer.statusCode !== 200) throw new Error(`the link was answered ${answer.statusCode}`);
  const { parcelId } = answer.json<{ parcelId: string }>();
  const own = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const get = (path: string, of = parcelId) =>
    server.app.inject({ url: `/api/v1/guest/parcels/${of}${path}`, headers: { cookie: own } });
  const page = async <T>(path: string, query: Record<string, string> = {}, more = ''): Promise<T> => {
    const url = `/t/${path}?${new URLSearchParams({ link, ...query })}`;
    const asked = await server.app.inject({ url, headers: { cookie: `${own}; ${more}` } });
    return asked.json().answer;
  };
  return {
    parcelId,
    setCookie: String(answer.headers['set-cookie']),
    get,
    view: async (): Promise<ParcelViewMessage> => (await get('')).json(),
    watch: async () => openStream(`${await server.listen()}/api/v1/guest/parcels/${parcelId}/live`, { cookie: own }),
    see: () => page<GuestPage | null>('see'),
    askForCode: () => page<string | null>('code'),
    prove: (code: string) => page<string | null>('prove', { code }),
    claim: (accountCookie: string) => page<string | null>('claim', {}, accountCookie),
  };
}

/** The texts of all mails to an address, the oldest first. */
export async function mailsTo(
  server: TestServer,
  address: string,
): Promise<{ subject: string; body: string; kind: string }[]> {
  const { rows } = await server.database.pool.query(
    'select subject, body, kind from mails where recipient = $1 order by id',
    [address],
  );
  return rows;
}
