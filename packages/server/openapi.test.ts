import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ stops: [{ parcels: [{}] }] });
});
afterAll(() => server?.close());

test('the document names every command with its fields, the events of a stream, and who may call what', async () => {
  const answer = await server.app.inject({ url: '/api/openapi.json' });
  const document = answer.json();
  expect(document.openapi).toBe('3.1.0');
  const commands = document.paths['/api/v1/driver/commands'].post;
  const text = JSON.stringify(commands.requestBody);
  for (const type of [
    'start_route',
    'arrive',
    'deliver',
    'attempt',
    'undo',
    'next_stop',
    'take_break',
    'go_dark',
    'resume',
    'finish_route',
  ])
    expect(text).toContain(`"${type}"`);
  expect(text).toContain('safe_place');
  expect(commands.security).toEqual([{ deviceToken: [] }]);
  expect(commands.responses.default.content['application/problem+json']).toBeDefined();
  const live = document.paths['/api/v1/me/parcels/{id}/live'].get;
  expect(live.responses['200'].content['text/event-stream']).toBeDefined();
  expect(live.security).toEqual([{ session: [] }]);
  const naming = document.paths['/api/v1/me/parcels/{id}/drop-off'].put;
  expect(JSON.stringify(naming.requestBody)).toContain('"maxLength":80');
  expect(JSON.stringify(document.paths['/api/v1/me/preferences'].put.requestBody)).toContain('with_door');
  expect(naming.security).toEqual([{ session: [] }]);
  for (const path of ['/api/v1/driver/photos/{id}', '/api/v1/driver/photos/{id}/preview']) {
    const { put } = document.paths[path];
    expect(Object.keys(put.requestBody.content)).toContain('image/jpeg');
    expect(JSON.stringify(put.responses['200'])).toContain('discarded');
    expect(put.security).toEqual([{ deviceToken: [] }]);
  }
  for (const path of ['/api/v1/me/parcels/{id}/photo', '/api/v1/me/parcels/{id}/photo/preview']) {
    expect(Object.keys(document.paths[path].get.responses['200'].content)).toEqual(['image/jpeg']);
    expect(document.paths[path].get.security).toEqual([{ session: [] }]);
  }
  expect(document.paths['/api/v1/driver/pair'].post.security, 'pairing is how one gets a token').toBeUndefined();
});
