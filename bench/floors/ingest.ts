// The floor of `ingest`: node:http reads the same bodies and parses them. Nothing is judged, stored or told.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent, observing } from '../child.ts';

// A phone waits for its turn longer than node:http lets a new connection wait for its first line: it would answer 408.
const server = createServer({ headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const isThere = typeof body === 'object' && body !== null && 'fixes' in body;
    response.writeHead(isThere ? 200 : 400, { 'content-type': 'application/json', 'content-length': '2' });
    response.end('{}');
  });
});

const work = {
  listen: (_input: null) =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())));
    }),
  ...observing(),
};
export type BareServer = typeof work;

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

answerParent<BareServer>(work);
