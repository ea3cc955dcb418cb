import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { maximumCommandsPerBatch, maximumFixesPerBatch } from '@doorstep/contract';

/** What goes wrong with one request. The server carries it out (or not) before it goes wrong, as the name says. */
export const faults = [
  'none',
  'unavailable',
  'reset_before_effect',
  'reply_lost',
  'reply_cut_off',
  'delivered_twice',
  'half_answered',
  'captive_portal',
] as const;
export type Fault = (typeof faults)[number];

interface Received {
  readonly path: string;
  readonly ids: readonly string[];
}

interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

/**
 * The driver endpoints with the contract's semantics (same id, same answer, no second effect), in memory, with a
 * script of faults: one a request, then none.
 */
export async function startFlakyServer() {
  let script: Fault[] = [];
  let brokenItems: ReadonlySet<string> = new Set();
  let refusedItems: ReadonlySet<string> = new Set();
  let token = 'device-token';
  let route: unknown = null;
  const effects: Item[] = [];
  const requests: Received[] = [];
  const answered = new Map<string, Record<string, unknown>>();
  const discardedPhotos = new Set<string>();
  /** Photos are not answered before. */
  let photosMayGo = Promise.resolve();

  function carryOut(path: string, item: Item) {
    const before = answered.get(item.id);
    if (before !== undefined) return { ...before, duplicate: true };
    const refused = refusedItems.has(item.id);
    if (!refused) effects.push(item);
    const answer = path.endsWith('/fixes')
      ? refused
        ? { id: item.id, outcome: 'rejected', reason: 'on_break', sentence: 'Während der Pause.' }
        : { id: item.id, outcome: 'accepted' }
      : refused
        ? { id: item.id, outcome: 'refused', code: 'wrong_state', sentence: 'Der Halt ist schon fertig.' }
        : { id: item.id, outcome: 'done' };
    answered.set(item.id, answer);
    return answer;
  }

  /** As the server's photo door: no picture without a delivery that names it, and a repetition changes nothing. */
  function carryOutPhoto(photoId: string, size: string, body: Buffer) {
    if (refusedItems.has(photoId)) return { status: 422, code: 'photo_unreadable' };
    if (!effects.some((effect) => effect.photoId === photoId)) return { status: 409, code: 'delivery_not_known_yet' };
    const id = `${photoId}/${size}`;
    if (discardedPhotos.has(photoId)) return { status: 200, outcome: 'discarded' };
    if (!effects.some((effect) => effect.id === id)) effects.push({ id, bytes: [...body] });
    return { status: 200, outcome: 'stored' };
  }

  /** The device's route, and the query protocol's one fix a request. */
  function answerGet(path: string, request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    const known = searchParams.get('id') === token || request.headers.authorization === `Bearer ${token}`;
    if (!known && pathname === '/in/osmand') return response.writeHead(400).end('unknown device');
    if (!known) return problem(response, 401, 'device_unknown');
    const fault = script.shift() ?? 'none';
    if (fault === 'unavailable') return problem(response, 503, 'unavailable');
    if (pathname === '/in/osmand') {
      effects.push({ id: `osmand ${effects.length}`, ...Object.fromEntries(searchParams) });
      return response.writeHead(200).end();
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify({ serverAt: '2026-06-09T06:00:00.000Z', route }));
  }

  const server = createServer((request, response) => {
    void readBody(request).then(async (raw) => {
      const path = request.url ?? '';
      if (request.method === 'GET') return answerGet(path, request, response);
      const photo = /^\/api\/v1\/driver\/photos\/([^/]+)(\/preview)?$/.exec(path);
      const body = photo ? {} : JSON.parse(raw.toString('utf8'));
      const photoItem = photo && { id: `${photo[1]}/${photo[2] ? 'preview' : 'full'}` };
      const items: Item[] = photoItem ? [photoItem] : path.endsWith('/fixes') ? body.fixes : body.commands;
      requests.push({ path, ids: items.map(({ id }) => id) });
      if (request.headers.authorization !== `Bearer ${token}`) return problem(response, 401, 'device_unknown');
      const fault = script.shift() ?? 'none';
      if (fault === 'unavailable') return problem(response, 503, 'unavailable');
      if (fault === 'reset_before_effect') return request.socket.destroy();
      if (fault === 'captive_portal') {
        response.writeHead(404, { 'content-type': 'text/html' });
        return response.end('<h1>Willkommen im WLAN</h1>');
      }
      if (photo) {
        await photosMayGo;
        const { status, ...answer } = carryOutPhoto(photo[1] ?? '', photo[2] ? 'preview' : 'full', raw);
        if (fault === 'reply_lost') return request.socket.destroy();
        if (status !== 200) return problem(response, status, answer.code ?? '');
        response.writeHead(200, { 'content-type': 'application/json' });
        const text = JSON.stringify(answer);
        return response.end(fault === 'reply_cut_off' ? text.slice(0, text.length / 2) : text);
      }
      const maximum = path.endsWith('/fixes') ? maximumFixesPerBatch : maximumCommandsPerBatch;
      if (items.length > maximum) return problem(response, 413, 'batch_too_large');
      if (items.some(({ id }) => brokenItems.has(id))) return problem(response, 422, 'malformed');
      const done = fault === 'half_answered' ? items.slice(0, Math.ceil(items.length / 2)) : items;
      if (fault === 'delivered_twice') for (const item of done) carryOut(path, item);
      const answers = done.map((item) => carryOut(path, item));
      if (fault === 'reply_lost') return request.socket.destroy();
      const text = JSON.stringify({ receivedAt: new Date().toISOString(), answers });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(fault === 'reply_cut_off' ? text.slice(0, text.length / 2) : text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    effects,
    requests,
    failWith: (...next: Fault[]) => {
      script = next;
    },
    breakOn: (...ids: string[]) => {
      brokenItems = new Set(ids);
    },
    refuse: (...ids: string[]) => {
      refusedItems = new Set(ids);
    },
    /** As a weak network does; returns how to let them go. */
    holdPhotos(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      photosMayGo = promise;
      return resolve;
    },
    discardPhotos: (...ids: string[]) => {
      for (const id of ids) discardedPhotos.add(id);
    },
    giveRoute: (next: unknown) => {
      route = next;
    },
    expectToken: (next: string) => {
      token = next;
    },
    forget() {
      script = [];
      brokenItems = refusedItems = new Set();
      token = 'device-token';
      route = null;
      effects.length = 0;
      requests.length = 0;
      answered.clear();
      discardedPhotos.clear();
      photosMayGo = Promise.resolve();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function problem(response: ServerResponse, status: number, code: string) {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title: `Problem ${code}`, status, code }));
}
