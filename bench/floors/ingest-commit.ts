// The second floor of `ingest`: as the first, but one row of the same shape and size is committed, one commit a
// request, before it is answered.
import { createServer } from 'node:http';
import pg from 'pg';
import { answerParent, observing } from '../child.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL ?? '', max: 10 });
/** What ten packed fixes take (features/fixes/packed-fixes.ts). */
const packedBytes = 401;

// A phone waits for its turn longer than node:http lets a new connection wait for its first line: it would answer 408.
const server = createServer({ headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const body = Buffer.concat(chunks);
    JSON.parse(body.toString());
    await pool.query({
      name: 'insert',
      text: 'insert into fixes (route_id, device_id, received_at, oldest_fixed_at, accepted, rejected, packed) values ($1, $2, $3, $3, $4, $5, $6)',
      values: ['floor', 'floor', new Date(), 10, 0, body.subarray(0, packedBytes)],
    });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '2' });
    response.end('{}');
  });
});

const work = {
  listen: (_input: null) =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    }),
  ...observing(),
};

answerParent<typeof work>({ ...work, stop: () => pool.end() });
