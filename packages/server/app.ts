import type { Server } from 'node:http';
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { dropSlowBodies } from './body-deadline.ts';
import { DoorstepError, type ErrorCode, languageOf, problemOf } from './errors.ts';
import { type CasesDoorDeps, caseDoors, reportDoors } from './features/cases/cases.http.ts';
import { type DriverCommandsDeps, driverCommands } from './features/deliveries/commands.http.ts';
import { type DispatchDeps, dispatch } from './features/deliveries/dispatch.http.ts';
import { deliveryWishes, type WishDoorDeps } from './features/delivery-wishes/wishes.http.ts';
import { type PositionLooksDeps, positionLooks } from './features/driver-privacy/looks.http.ts';
import { type DropOffDoorDeps, dropOffs } from './features/drop-offs/drop-offs.http.ts';
import { driverFixes } from './features/fixes/driver-fixes.http.ts';
import { osmand } from './features/fixes/osmand.http.ts';
import { owntracks } from './features/fixes/owntracks.http.ts';
import type { TakeBatchDeps } from './features/fixes/take-batch.ts';
import { answerUsualBatches } from './features/fixes/usual-batch.http.ts';
import { type GuestDoorsDeps, guestDoors } from './features/guests/guests.http.ts';
import { baseMap } from './features/maps/base-map.http.ts';
import { type GuestParcelsDeps, guestParcels } from './features/parcels/guest-parcels.http.ts';
import { type MeParcelsDeps, meParcels } from './features/parcels/me-parcels.http.ts';
import { photoRightsDoors } from './features/photos/photo-rights.http.ts';
import { type PhotoDoorsDeps, photoDoors } from './features/photos/photos.http.ts';
import { type PreferencesDoorDeps, preferences } from './features/preferences/preferences.http.ts';
import { type DriverLiveDoorDeps, driverLive } from './features/routes/driver-live.http.ts';
import { type DriverRouteDeps, driverRoute } from './features/routes/driver-route.http.ts';
import { type StandingWishDoorDeps, standingWishes } from './features/standing-wishes/standing-wishes.http.ts';
import { staffLooks } from './features/support/looks.http.ts';
import { type VanLooksDeps, vanLooks } from './features/van-looks/van-looks.http.ts';
import { letConnectionsGo } from './let-connections-go.ts';
import { openApiOptions } from './openapi.ts';
import type { Tls } from './tls.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What this door takes at most, for the answer to more. */
    tooLarge?: string;
    /** How long its body may be on its way; see body-deadline.ts. */
    bodyMillis?: number;
  }
}

/** Everything the doors need; compose.ts makes it, tests make their own. */
export type AppDeps = TakeBatchDeps &
  DriverCommandsDeps &
  DriverRouteDeps &
  DispatchDeps &
  DriverLiveDoorDeps &
  PositionLooksDeps &
  VanLooksDeps &
  DropOffDoorDeps &
  WishDoorDeps &
  StandingWishDoorDeps &
  CasesDoorDeps &
  PreferencesDoorDeps &
  PhotoDoorsDeps &
  GuestDoorsDeps &
  GuestParcelsDeps &
  MeParcelsDeps & {
    readonly logger: FastifyBaseLogger;
    readonly mapFile: string | null;
    readonly isReady: () => Promise<boolean>;
    /** `tls` null: plain HTTP. */
    readonly network: { readonly tls: Tls | null; readonly trustProxy: false | string[] };
    /** Doors of other rooms: accounts, pages. Registered last, because pages answer for every path that is left. */
    readonly moreDoors: (app: FastifyInstance) => Promise<void>;
  };

// Node knows one limit for all: the photo door's. Other bodies are let go sooner below, and whoever sends no heads.
const timeouts = { requestTimeout: 150_000, headersTimeout: 30_000, keepAliveTimeout: 72_000 };

/** Builds the server without listening. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { tls, trustProxy } = deps.network;
  const options: FastifyHttpOptions<Server> = {
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    trustProxy,
    requestTimeout: timeouts.requestTimeout,
    http: { headersTimeout: timeouts.headersTimeout },
    ...(tls === null ? {} : { serverFactory: (listener) => tls.serverFor(listener, timeouts) }),
    return503OnClosing: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
    // An address that cannot be decoded is one that is not there; Fastify's own answer would quote it.
    frameworkErrors: (_error, request, reply) => void refuse(new DoorstepError('not_found'), request, reply),
  };
  const app = Fastify(options);

  const awaitBody = dropSlowBodies(app);
  letConnectionsGo(app);
  app.setErrorHandler(refuse);
  app.setNotFoundHandler(() => {
    throw new DoorstepError('not_found');
  });
  const isEachNoted = ['debug', 'trace'].includes(deps.logger.level);
  if (isEachNoted) noteAnswers(app);
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    done(null, payload);
  });

  const doors = noteDoors(app);
  await app.register(swagger, openApiOptions);
  app.get('/healthz', { schema: { hide: true }, logLevel: 'warn' }, () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true }, logLevel: 'warn' }, async (_request, reply) => {
    const ready = await deps.isReady().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());

  driverFixes(app, deps);
  if (!isEachNoted) answerUsualBatches(app, deps, awaitBody);
  driverCommands(app, deps);
  driverRoute(app, deps);
  dispatch(app, deps);
  driverLive(app, deps);
  positionLooks(app, deps);
  vanLooks(app, deps);
  osmand(app, deps);
  owntracks(app, deps);
  meParcels(app, deps);
  guestParcels(app, deps);
  guestDoors(app, deps);
  dropOffs(app, deps);
  deliveryWishes(app, deps);
  standingWishes(app, deps);
  preferences(app, deps);
  await photoDoors(app, deps);
  photoRightsDoors(app, deps);
  reportDoors(app, deps);
  caseDoors(app, deps);
  staffLooks(app, deps);
  if (deps.mapFile) await baseMap(app, deps.mapFile);
  await deps.moreDoors(app);
  await app.register(async (scope) => refuseOtherMethods(scope, doors));
  await app.ready();
  return app;
}

const comeBackAfterSeconds: Partial<Record<ErrorCode, { 'retry-after': string }>> = {
  unavailable: { 'retry-after': '2' },
  streams_full: { 'retry-after': '15' },
  too_many_streams: { 'retry-after': '15' },
};

function noteAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    request.log.debug(
      { method: request.method, route: request.routeOptions.url, status: reply.statusCode, ms: reply.elapsedTime },
      'answered',
    );
    done();
  });
}

function refuse(error: FastifyError | DoorstepError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, fields } = refusalOf(error, request.routeOptions.config?.tooLarge);
  // The cause of a surprise is ours to see; its text may quote what was sent, so only its kind is logged.
  if (code === 'internal' || code === 'unavailable' || code === 'photo_damaged')
    request.log.error({ code, route: request.routeOptions.url, kind: kindOf(error) }, 'request failed');
  const problem = problemOf(code, languageOf(request.headers['accept-language']), fields);
  return reply
    .code(problem.status)
    .headers(comeBackAfterSeconds[code] ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

/** The methods of each path of the API, as they are registered. */
function noteDoors(app: FastifyInstance): ReadonlyMap<string, Set<string>> {
  const doors = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    if (!/^\/(api|in|map)\//.test(url)) return;
    const methods = doors.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    doors.set(url, methods);
  });
  return doors;
}

/** RFC 9110 section 15.5.6: a path that is there, called another way, says which ways there are. */
function refuseOtherMethods(app: FastifyInstance, doors: ReadonlyMap<string, Set<string>>): void {
  const all = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
  for (const [url, methods] of [...doors]) {
    const allow = [...methods].sort().join(', ');
    const refuseMethod = async (_request: FastifyRequest, reply: FastifyReply) => {
      reply.header('allow', allow);
      throw new DoorstepError('method_not_allowed');
    };
    const others = all.filter((method) => !methods.has(method));
    app.route({
      method: others,
      url,
      schema: { hide: true },
      exposeHeadRoute: false,
      onRequest: refuseMethod,
      handler: refuseMethod,
    });
  }
}

function refusalOf(
  error: FastifyError | DoorstepError,
  tooLarge: string | undefined,
): { code: ErrorCode; fields: readonly { path: string; message: string }[] } {
  if (error instanceof DoorstepError) return { code: error.code, fields: error.fields };
  if (error.validation)
    return {
      code: 'invalid_input',
      fields: error.validation.slice(0, 20).map((each) => ({
        path: `${error.validationContext ?? 'body'}${each.instancePath}`,
        message: each.message ?? 'wrong',
      })),
    };
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'too_large', fields: tooLarge ? [{ path: 'body', message: tooLarge }] : [] };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'unsupported_media_type', fields: [] };
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return { code: 'malformed_json', fields: [] };
  }
  if (error instanceof SyntaxError) return { code: 'malformed_json', fields: [] };
  return { code: 'internal', fields: [] };
}

function kindOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const cause = error.cause instanceof Error ? ` <- ${kindOf(error.cause)}` : '';
  return `${error.name} ${code}${cause}`.trim();
}
