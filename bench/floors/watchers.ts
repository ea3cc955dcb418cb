// The floor of `watchers`: a raw SSE server on node:http. Everyone is let in, nothing is looked up, the answer is kept.
import { createServer, type ServerResponse } from 'node:http';
import { answerParent, observing } from '../child.ts';

const open = new Set<ServerResponse>();
/** As long as the first whole view of ours. */
let view = '';

const server = createServer((_request, response) => {
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  response.write(view);
  open.add(response);
  response.on('close', () => open.delete(response));
  response.on('error', () => response.destroy());
});

const work = {
  listen: (input: { viewBytes: number }) =>
    new Promise<number>((resolve) => {
      const [before, after] = ['event: view\ndata: "', '"\n\n'];
      view = before + '-'.repeat(Math.max(0, input.viewBytes - before.length - after.length)) + after;
      server.listen(0, '127.0.0.1', 16_384, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    }),
  ...observing(),
};
export type BareWatchers = typeof work;

answerParent<BareWatchers>(work);
