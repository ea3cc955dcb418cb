import { basename, dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { baseMapPath } from './base-map.ts';

/** The base map's archive, by range requests (RFC 9110 section 14): the browser reads only the tiles that it draws. */
export async function baseMap(app: FastifyInstance, file: string): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, { root: dirname(file), serve: false, acceptRanges: true, maxAge: '1h' });
    scope.get(baseMapPath, { schema: { tags: ['map'] } }, (_request, reply) =>
      reply.type('application/vnd.pmtiles').sendFile(basename(file)),
    );
  });
}
