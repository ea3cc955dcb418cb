import { randomUUID } from 'node:crypto';
import type { CommandAnswer, DriverRoute, FixAnswer } from '@doorstep/contract';
import type { TestServer } from './test-server.ts';

export interface SentFix {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly fixedAt: string;
  readonly accuracyMetres: number;
}

/** A driver's phone as the server sees it: the two doors of the public contract, and a right clock. */
export function openPhone(server: TestServer, token: string, language = 'de') {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language };
  const sentAt = () => new Date(server.clock.now()).toISOString();
  const post = (path: string, payload: object | string) =>
    server.app.inject({
      method: 'POST',
      url: `/api/v1/driver/${path}`,
      headers: { ...headers, 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });

  const phone = {
    post,
    /** A fix of now, or of some seconds ago, that has not been sent yet. */
    fixAt(place: { lat: number; lon: number }, secondsAgo = 0): SentFix {
      const fixedAt = new Date(server.clock.now() - secondsAgo * 1000).toISOString();
      return { id: randomUUID(), lat: place.lat, lon: place.lon, fixedAt, accuracyMetres: 5 };
    },
    postFixes: (fixes: readonly unknown[]) => post('fixes', { sentAt: sentAt(), fixes }),
    postCommands: (commands: readonly object[]) => post('commands', { sentAt: sentAt(), commands }),
    /** Sends fixes that the server must take note of; its answers in their order. */
    async send(...fixes: readonly unknown[]): Promise<FixAnswer[]> {
      const answer = await phone.postFixes(fixes);
      if (answer.statusCode !== 200) throw new Error(`fixes were answered ${answer.statusCode}: ${answer.body}`);
      return answer.json().answers;
    },
    command: (type: string, more: object = {}) => ({ id: randomUUID(), type, at: sentAt(), ...more }),
    async order(...commands: readonly object[]): Promise<CommandAnswer[]> {
      const answer = await phone.postCommands(commands);
      if (answer.statusCode !== 200) throw new Error(`commands were answered ${answer.statusCode}: ${answer.body}`);
      return answer.json().answers;
    },
    /** Gives one command that must be carried out. */
    async give(type: string, more: object = {}): Promise<void> {
      const [answer] = await phone.order(phone.command(type, more));
      if (answer?.outcome !== 'done') throw new Error(`${type} was refused: ${JSON.stringify(answer)}`);
    },
    /** The van stands here a minute later. */
    async driveTo(place: { lat: number; lon: number }): Promise<void> {
      server.clock.advance(60_000);
      const [answer] = await phone.send(phone.fixAt(place));
      if (answer?.outcome !== 'accepted') throw new Error(`the fix was rejected: ${JSON.stringify(answer)}`);
    },
    /** Drives there, arrives, hands over, all within two minutes. */
    async serve(stop: { stopId: string; lat: number; lon: number }): Promise<void> {
      await phone.driveTo(stop);
      await phone.give('arrive', { stopId: stop.stopId });
      server.clock.advance(60_000);
      await phone.give('deliver', { stopId: stop.stopId, how: 'recipient' });
    },
    /** The driver's route of today as this phone reads it. */
    async route() {
      const answer = await server.app.inject({ url: '/api/v1/driver/route', headers });
      if (answer.statusCode !== 200) throw new Error(`the route was answered ${answer.statusCode}`);
      const { route }: DriverRoute = answer.json();
      if (!route) throw new Error('there is no route today');
      return route;
    },
    start: () => phone.give('start_route', { routeId: server.route.routeId }),
  };
  return phone;
}

export type Phone = ReturnType<typeof openPhone>;

/** A phone paired with the driver of the server's route. */
export async function pairPhone(server: TestServer, language = 'de') {
  const { token, deviceId } = await server.pair();
  return { token, deviceId, ...openPhone(server, token, language) };
}
