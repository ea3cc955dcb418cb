import type { ParcelList, ParcelViewMessage } from '@doorstep/contract';
import type { OwnDepots } from '../access/own-depots.ts';
import type { Role } from '../access/roles.ts';
import { openStream } from './event-stream.ts';
import type { TestServer } from './test-server.ts';

/** A signed-in person and what the API answers to them. */
export async function signIn(
  server: TestServer,
  email: string,
  language = 'de',
  role: Role = 'recipient',
  depots?: OwnDepots,
) {
  const { accountId, cookie, password } = await server.signIn(email, role, depots);
  const headers = { cookie, 'accept-language': language };
  const get = (path: string) => server.app.inject({ method: 'GET', url: `/api/v1/me/parcels${path}`, headers });
  return {
    accountId,
    cookie,
    password,
    get,
    /** The list; throws where it is refused. */
    async list(): Promise<ParcelList> {
      const answer = await get('');
      if (answer.statusCode !== 200) throw new Error(`the list was answered ${answer.statusCode}`);
      return answer.json();
    },
    async view(parcelId: string | undefined): Promise<ParcelViewMessage> {
      const answer = await get(`/${parcelId}`);
      if (answer.statusCode !== 200) throw new Error(`the view was answered ${answer.statusCode}`);
      return answer.json();
    },
    async watch(parcelId: string | undefined) {
      return openStream(`${await server.listen()}/api/v1/me/parcels/${parcelId}/live`, headers);
    },
    /** Asks one of the pages' services; see page-door.ts. */
    async askPage(path: string, query: Record<string, string> = {}) {
      const answer = await server.app.inject({ url: `${path}?${new URLSearchParams(query)}`, headers: { cookie } });
      if (answer.statusCode !== 200) throw new Error(`${path} was answered ${answer.statusCode}`);
      return answer.json().answer;
    },
    /** A PUT to one of this person's own doors, below `/api/v1/me`. */
    put: (path: string, payload: unknown) =>
      server.app.inject({
        method: 'PUT',
        url: `/api/v1/me${path}`,
        headers: { ...headers, 'content-type': 'application/json' },
        payload: JSON.stringify(payload),
      }),
    /** As on the settings page. */
    async switchMap(on: boolean): Promise<void> {
      const url = `/switch/${on ? 'on' : 'off'}`;
      const answer = await server.app.inject({ method: 'POST', url, headers: { cookie } });
      if (answer.statusCode !== 204) throw new Error(`the switch was answered ${answer.statusCode}`);
    },
  };
}

/** Makes this account a recipient of the parcel too, as of now: somebody of the same household who claims it. */
export async function bindRecipient(server: TestServer, accountId: string, parcelId: string): Promise<void> {
  await server.database.pool.query(
    `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
     select consignment_id, $1, 'recipient', 'claim_code', $3 from parcels where id = $2`,
    [accountId, parcelId, new Date(server.clock.now())],
  );
}
