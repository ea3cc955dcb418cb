// The way between one phone and the server, as mobile networks are: what is sent is lost, comes twice, comes late, or its
// answer is lost, cut off, or somebody else's.
import type { Chance } from '../../packages/simulator/chance.ts';
import type { ModelServer } from './model-server.ts';

/** Each is what happens to one request and its answer. */
export const networkFaults = [
  'lost_on_the_way',
  'answer_lost',
  'answer_cut_off',
  'comes_twice',
  'comes_late',
  'comes_again_late',
  'proxy_unavailable',
  'captive_portal',
] as const;
type NetworkFault = (typeof networkFaults)[number];

interface Letter {
  readonly path: string;
  readonly method: 'POST' | 'PUT' | 'GET';
  readonly headers: Record<string, string>;
  readonly payload: string | Buffer;
}

export interface FaultyNetwork {
  readonly fetch: typeof fetch;
  /** The share of requests to which something happens, 0 to 1. */
  trouble: number;
  /** Nothing gets through at all. */
  cut: boolean;
  readonly happened: Map<NetworkFault | 'server_away', number>;
  /** Delivers what was held back, in any order: copies of requests, long after their phone has given them up. */
  deliverLate(): Promise<void>;
}

export function createFaultyNetwork(server: ModelServer, chance: Chance): FaultyNetwork {
  const late: Letter[] = [];
  const happened = new Map<NetworkFault | 'server_away', number>();
  const note = (fault: NetworkFault | 'server_away') => happened.set(fault, (happened.get(fault) ?? 0) + 1);

  async function deliver(letter: Letter): Promise<Response> {
    const { app } = server;
    if (app === null) {
      note('server_away');
      throw new TypeError('fetch failed');
    }
    const { path, method, headers, payload } = letter;
    const answer = await app.inject({ method, url: path, headers, payload }).catch(() => null);
    if (answer === null) throw new TypeError('fetch failed');
    const type = String(answer.headers['content-type'] ?? 'text/plain');
    return new Response(answer.body, { status: answer.statusCode, headers: { 'content-type': type } });
  }

  async function suffer(fault: NetworkFault, letter: Letter): Promise<Response> {
    switch (fault) {
      case 'lost_on_the_way':
        throw new TypeError('fetch failed');
      case 'answer_lost':
        await deliver(letter);
        throw new TypeError('terminated');
      case 'answer_cut_off': {
        const answer = await deliver(letter);
        const text = await answer.text();
        return new Response(text.slice(0, text.length / 2), { status: answer.status });
      }
      case 'comes_twice': {
        const [first] = await Promise.all([deliver(letter), deliver(letter)]);
        return first;
      }
      case 'comes_late':
        late.push(letter);
        throw new TypeError('The operation timed out');
      case 'comes_again_late':
        late.push(letter);
        return deliver(letter);
      case 'proxy_unavailable':
        return new Response('<h1>502</h1>', { status: 502 });
      case 'captive_portal':
        return new Response('<h1>Willkommen</h1>', { status: 200, headers: { 'content-type': 'text/html' } });
    }
  }

  const network: FaultyNetwork = {
    trouble: 0,
    cut: false,
    happened,
    async fetch(input, init) {
      const letter = letterOf(String(input), init);
      if (network.cut) throw new TypeError('fetch failed');
      if (chance.next() >= network.trouble) return deliver(letter);
      const fault = networkFaults[Math.floor(chance.next() * networkFaults.length)] ?? 'lost_on_the_way';
      note(fault);
      return suffer(fault, letter);
    },
    async deliverLate() {
      while (late.length > 0) {
        const [letter] = late.splice(Math.floor(chance.next() * late.length), 1);
        if (letter) await deliver(letter).catch(() => undefined);
      }
    },
  };
  return network;
}

function letterOf(url: string, init: RequestInit = {}): Letter {
  const { pathname, search } = new URL(url);
  const { body } = init;
  return {
    path: `${pathname}${search}`,
    method: init.method === 'PUT' ? 'PUT' : init.method === 'POST' ? 'POST' : 'GET',
    headers: Object.fromEntries(new Headers(init.headers)),
    payload: body instanceof Uint8Array ? Buffer.from(body) : typeof body === 'string' ? body : '',
  };
}
