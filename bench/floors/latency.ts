// The floor of `latency`: a bare server that commits the same row, one commit a request, then writes a frame to the
// sockets of that route. No question who may see what, nobody signed in, no view: the frame is ready but for its instant.
import { createServer, type ServerResponse } from 'node:http';
import pg from 'pg';
import { answerParent, observing } from '../child.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL ?? '', max: 10 });
/** What one packed fix takes (features/fixes/packed-fixes.ts). */
const packedBytes = 41;
const watchersOf = new Map<string, ServerResponse[]>();
const routeOf = new Map<string, string>();
let frameBytes = 330;

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const route = request.url ?? '/';
    response.useChunkedEncodingByDefault = false;
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    response.write('event: view\ndata: {}\n\n');
    const watchers = watchersOf.get(route) ?? [];
    watchersOf.set(route, watchers);
    watchers.push(response);
    response.on('error', () => response.destroy());
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const body = Buffer.concat(chunks);
    const { fixes }: { fixes: { fixedAt: string }[] } = JSON.parse(body.toString());
    await pool.query({
      name: 'insert',
      text: 'insert into fixes (route_id, device_id, received_at, oldest_fixed_at, accepted, rejected, packed) values ($1, $2, $3, $3, $4, $5, $6)',
      values: ['floor', 'floor', new Date(), 1, 0, body.subarray(0, packedBytes)],
    });
    const route = routeOf.get(request.headers.authorization ?? '') ?? '';
    const frame = frameOf(fixes.at(-1)?.fixedAt ?? '');
    for (const watcher of watchersOf.get(route) ?? []) watcher.write(frame);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '2' });
    response.end('{}');
  });
});

function frameOf(fixedAt: string): Buffer {
  const [before, after] = [`event: van\ndata: {"van":{"fixedAt":"${fixedAt}","rest":"`, '"}}\n\n'];
  return Buffer.from(before + '-'.repeat(Math.max(0, frameBytes - before.length - after.length)) + after);
}

const work = {
  /** `tokens`: whose fixes go to the watchers of which path. */
  listen: (input: { tokens: readonly { token: string; path: string }[]; frameBytes: number }) =>
    new Promise<number>((resolve) => {
      for (const { token, path } of input.tokens) routeOf.set(`Bearer ${token}`, path);
      frameBytes = input.frameBytes;
      server.listen(0, '127.0.0.1', 8192, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    }),
  ...observing(),
};
export type BareRoundTrip = typeof work;

answerParent<BareRoundTrip>({ ...work, stop: () => pool.end() });
