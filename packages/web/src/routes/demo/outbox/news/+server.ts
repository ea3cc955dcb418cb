import { requireDemo } from '#lib/server/doors.ts';
import type { RequestHandler } from './$types';

const keepAliveMillis = 20_000;

/** Server-sent events: `news` whenever something was sent. What it was, the page says. */
export const GET: RequestHandler = (event) => {
  const demo = requireDemo(event);
  const text = new TextEncoder();
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const tell = (line: string): void => controller.enqueue(text.encode(line));
      // An answer without a byte would keep the browser waiting for its head.
      tell(': hello\n\n');
      const forget = demo.onMessage(() => tell('event: news\ndata:\n\n'));
      const keepAlive = setInterval(tell, keepAliveMillis, ': still here\n\n');
      stop = () => {
        clearInterval(keepAlive);
        forget();
      };
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' } });
};
