import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyError, FastifyInstance } from 'fastify';
import { DoorstepError } from '../../errors.ts';
import { baseMapPath } from './base-map.ts';

/** The base map's archive, by range requests (RFC 9110 section 14): the browser reads only the tiles that it draws. */
export async function baseMap(app: FastifyInstance, file: string): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, { root: dirname(file), serve: false, acceptRanges: true, maxAge: '1h' });
    scope.setErrorHandler(async (error: FastifyError, _request, reply) => {
      if (error.statusCode !== 416) throw error;
      reply.header('content-range', `bytes */${(await stat(file)).size}`);
      throw new DoorstepError('range_not_satisfiable');
    });
    scope.get(baseMapPath, { schema: { tags: ['map'] } }, (_request, reply) =>
      reply.type('application/vnd.pmtiles').sendFile(basename(file), { contentType: false }),
    );
  });
}
