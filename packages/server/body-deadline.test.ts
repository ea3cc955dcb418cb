import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { dropSlowBodies } from './body-deadline.ts';

const app = Fastify();
afterEach(() => app.close());

it('a body that does not come to its end is not waited for; a door may give it longer', async () => {
  dropSlowBodies(app, 50);
  app.post('/usual', async () => 'whole');
  app.post('/patient', { config: { bodyMillis: 60_000 } }, async () => 'whole');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const send = (path: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nhalf `);
    return socket.resume();
  };
  const patient = send('/patient');
  // Its answer is never sent: the connection ends without a word.
  await once(send('/usual'), 'close');
  const answered = once(patient, 'data');
  patient.write('whole');
  expect(String(await answered)).toContain('200 OK');
  patient.destroy();
});
