import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settableClock } from '../testing/settable-clock.ts';
import { readSendQueues } from './send-queues.ts';
import { createStreams, type SseStream, type Streams, sseFrame } from './sse.ts';

const systemTells = (await readSendQueues()) !== null;
let app: FastifyInstance;
let streams: Streams;
let opened: SseStream[];

let heartbeatMillis = 3_600_000;
let lookMillis = 1_500;

beforeEach(async () => {
  streams = createStreams({ clock: settableClock(0), heartbeatMillis, lookMillis, partingMillis: 50 });
  opened = [];
  app = Fastify();
  app.get('/live', (request, reply) => {
    opened.push(streams.open(request, reply));
    return reply;
  });
});
afterEach(async () => {
  streams.closeAll();
  await app.close();
});

/** A reader that takes nothing until it is resumed, and its stream filled until it takes no more. */
async function openSlowReader(): Promise<{ response: IncomingMessage; stream: SseStream }> {
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const [response]: IncomingMessage[] = await once(get(`${address}/live`), 'response');
  const [stream] = opened;
  if (!response || !stream) throw new Error('the stream is open');
  response.pause();
  const large = Buffer.from(`event: van\ndata: "${'x'.repeat(1_000_000)}"\n\n`);
  while (stream.send(large)) await new Promise((resolve) => setImmediate(resolve));
  return { response, stream };
}

/** Takes the first piece, and no more. */
function connectWithoutReading(address: string): Socket {
  const reader = connect({
    port: Number(new URL(address).port),
    host: '127.0.0.1',
    onread: { buffer: Buffer.alloc(16), callback: () => false },
  });
  reader.write('GET /live HTTP/1.1\r\nHost: x\r\n\r\n');
  return reader;
}

/** Our end of a connection as the system's table names it. */
function endOf(address: string): string {
  return `0100007F:${Number(new URL(address).port).toString(16).toUpperCase().padStart(4, '0')} `;
}

/** What the system holds for the reader for whom it holds most; nothing where its own system has taken all of it. */
async function mostHeldAt(address: string): Promise<number> {
  const held = [...((await readSendQueues()) ?? [])].filter(([ends]) => ends.startsWith(endOf(address)));
  return Math.max(0, ...held.map(([, bytes]) => bytes));
}

async function readTo(response: IncomingMessage, mark: string): Promise<string> {
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.includes(mark)) break;
  }
  return text;
}

describe('a slow reader', () => {
  it('gets the newest view once it can read again, and none of what it missed', async () => {
    const { response, stream } = await openSlowReader();
    for (let step = 1; step <= 100; step += 1) expect(stream.send(sseFrame('van', { step }))).toBe(false);
    stream.onReady = () => void stream.send(sseFrame('view', { newest: true }));
    const text = await readTo(response, '"newest":true');
    expect(text).not.toContain('"step"');
  });

  it.skipIf(!systemTells)(
    'has no more than 64 KB waiting, in the process and in the system, however much is sent (skipped off Linux)',
    async () => {
      const address = await app.listen({ port: 0, host: '127.0.0.1' });
      const reader = connectWithoutReading(address);
      await expect.poll(() => opened.length).toBe(1);
      const frame = sseFrame('van', { step: 'x'.repeat(300) });
      let taken = 0;
      for (let refused = 0; refused < 20_000; ) {
        for (let nth = 0; nth < 100; nth += 1) {
          if (opened[0]?.send(frame)) taken += 1;
          else refused += 1;
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(taken).toBeGreaterThan(10);
      expect(await mostHeldAt(address)).toBeLessThan(64 * 1024);
      expect(taken * frame.length).toBeLessThan(64 * 1024);
      reader.destroy();
    },
  );

  it('does not keep the server from stopping', async () => {
    const { response } = await openSlowReader();
    response.on('error', () => undefined);
    streams.closeAll();
    await app.close();
    await expect.poll(() => streams.count()).toBe(0);
  });
});

describe('a reader that takes nothing', () => {
  beforeAll(() => {
    heartbeatMillis = 20;
  });
  afterAll(() => {
    heartbeatMillis = 3_600_000;
  });

  it('is let go after some heartbeats, and comes back by itself; one that reads stays', async () => {
    const { response } = await openSlowReader();
    response.on('error', () => undefined);
    const address = app.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const [reading]: IncomingMessage[] = await once(get(`http://127.0.0.1:${port}/live`), 'response');
    let beats = 0;
    reading?.on('data', (chunk) => {
      beats += String(chunk).split('event: heartbeat').length - 1;
    });
    await expect.poll(() => streams.count()).toBe(1);
    await expect.poll(() => beats).toBeGreaterThan(10);
    expect(streams.count()).toBe(1);
    reading?.on('error', () => undefined);
  });
});

describe('a reader that reads', () => {
  beforeAll(() => {
    lookMillis = 20;
  });
  afterAll(() => {
    lookMillis = 1_500;
  });

  it.skipIf(!systemTells)(
    'is seen to have read and goes on, again and again, and one beside it that does not read is held to its bound (skipped off Linux)',
    async () => {
      const address = await app.listen({ port: 0, host: '127.0.0.1' });
      const idle = connectWithoutReading(address);
      await expect.poll(() => opened.length).toBe(1);
      const [response]: IncomingMessage[] = await once(get(`${address}/live`), 'response');
      response?.resume();
      const [toIdle, toReading] = opened;
      const frame = sseFrame('van', { step: 'x'.repeat(300) });
      for (let taken = 0; taken < 700; ) {
        if (toReading?.send(frame)) taken += 1;
        toIdle?.send(frame);
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await mostHeldAt(address)).toBeLessThan(64 * 1024);
      idle.destroy();
    },
  );
});

describe('a reader that leaves', () => {
  it('while it is being let in leaves nothing open behind', async () => {
    const arrived = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    let closed = 0;
    app.get('/slowly', async (request, reply) => {
      reply.raw.on('close', left.resolve);
      arrived.resolve();
      await left.promise;
      const stream = streams.open(request, reply);
      stream.onClose = () => {
        closed += 1;
      };
      return reply;
    });
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    const request = get(`${address}/slowly`).on('error', () => undefined);
    await arrived.promise;
    request.destroy();
    await expect.poll(() => closed).toBe(1);
    expect(streams.count()).toBe(0);
  });
});

describe('a quick reader', () => {
  it('of a large frame is not sent the view again', async () => {
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    const [response]: IncomingMessage[] = await once(get(`${address}/live`), 'response');
    const [stream] = opened;
    if (!response || !stream) throw new Error('the stream is open');
    let ready = 0;
    stream.onReady = () => {
      ready += 1;
    };
    stream.send(Buffer.from(`event: view\ndata: "${'x'.repeat(200_000)}"\n\n`));
    await readTo(response, '"\n\n');
    expect(ready).toBe(0);
  });
});
