import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageServices } from '@doorstep/contract';
import fastifyStatic from '@fastify/static';
import compression from 'compression';
import type { FastifyInstance } from 'fastify';
import { DoorstepError } from '../errors.ts';
import { assetsOf } from './assets-of.ts';

/** Where the built pages lie. */
export interface BuiltPages {
  readonly webHandler: string;
  readonly widgetFolder: string;
  /** Left out where they lie there already; until it resolves, whoever asks for a page waits. */
  readonly ready?: Promise<void>;
}

type NodeHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** The header by which adapter-node learns http or https; set by us on each request, never taken from outside. */
const protocolHeader = 'x-doorstep-protocol';

/**
 * Our own pages: SvelteKit's handler behind Fastify, in this process. The composed services ride on the raw request
 * (`event.platform.req.doorstep`), so pages call use cases and not HTTP.
 */
export async function pages(app: FastifyInstance, deps: BuiltPages & { services: PageServices }): Promise<void> {
  process.env.PROTOCOL_HEADER = protocolHeader;
  process.env.HOST_HEADER = 'host';
  const load = async (): Promise<NodeHandler> => {
    await deps.ready;
    const { handler }: { handler: NodeHandler } = await import(deps.webHandler);
    return handler;
  };
  const loading = load();
  // Whoever waits for the build itself hears of its failure; a page that is asked for then is answered with it, too.
  loading.catch(() => undefined);
  if (deps.ready === undefined) await loading;
  // SvelteKit's answer bypasses Fastify (hijack), and with it Fastify's compression.
  const compress = compression({ threshold: 1024 });
  const streaming = new Set<ServerResponse>();

  await mkdir(deps.widgetFolder, { recursive: true });
  const assets = assetsOf(deps.webHandler);
  if (deps.ready) await mkdir(assets, { recursive: true });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async () => void (await loading));
    // Beside each file lie its compressed forms, as soon as they are made (build-if-stale.ts).
    const served = { decorateReply: false, preCompressed: true } as const;
    // Pages that lie somewhere else (those of a test) bring none.
    if (existsSync(assets))
      await scope.register(fastifyStatic, {
        ...served,
        root: assets,
        prefix: '/_app/',
        setHeaders(response, path) {
          if (/[\\/]_app[\\/]immutable[\\/]/.test(path))
            response.header('cache-control', 'public, max-age=31536000, immutable');
        },
      });
    await scope.register(fastifyStatic, {
      ...served,
      root: deps.widgetFolder,
      prefix: '/widget/',
      setHeaders(response, path) {
        const hashed = /-[\w-]{8}\.\w+$/.test(path);
        response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
        // A shop may embed the element in its own pages.
        response.header('access-control-allow-origin', '*');
        response.header('cross-origin-resource-policy', 'cross-origin');
      },
    });
  });

  // A page's event stream never ends by itself, and the server waits for all answers before it is closed.
  app.addHook('preClose', (done) => {
    for (const answer of streaming) if (answer.getHeader('content-type') === 'text/event-stream') answer.destroy();
    done();
  });

  await app.register(async (scope) => {
    // Form posts must reach SvelteKit unread.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all('/*', { schema: { hide: true } }, async (request, reply) => {
      if (/^\/(api|in|map)\//.test(request.url)) throw new DoorstepError('not_found');
      const handler = await loading;
      reply.hijack();
      const raw = Object.assign(request.raw, { doorstep: deps.services });
      raw.headers[protocolHeader] = request.protocol;
      streaming.add(reply.raw);
      reply.raw.once('close', () => streaming.delete(reply.raw));
      compress(raw, reply.raw, () =>
        handler(raw, reply.raw, () => {
          reply.raw.writeHead(404).end();
        }),
      );
    });
  });
}
