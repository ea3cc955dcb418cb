import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { letConnectionsGo } from './let-connections-go.ts';

it('a server that is closed while it answers lets that connection go, though its client would keep it', async () => {
  const app = Fastify();
  letConnectionsGo(app);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    app.get('/', async () => {
      resolve();
      await new Promise<void>((done) => {
        answer = done;
      });
      return 'answered';
    });
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  // Node's own fetch keeps its connections alive.
  const answered = fetch(url).then((response) => response.text());
  await asked;
  const closed = app.close();
  setTimeout(() => answer(), 50);
  expect(await answered).toBe('answered');
  await closed;
});
