import { ParcelList, ParcelView } from '@doorstep/contract';
import { isId, type Language, settingsInForce } from '@doorstep/domain';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type ReadSession, requireSession } from '../../access/request-session.ts';
import { askedTogether } from '../../asked-together.ts';
import { DoorstepError, languageOf } from '../../errors.ts';
import type { FanOut } from '../../live/fan-out.ts';
import type { StreamSession } from '../../live/session-guard.ts';
import type { Streams } from '../../live/sse.ts';
import type { Watcher } from '../../live/watcher.ts';
import { readSeenParcel, readSeenTogether } from './parcels.store.ts';
import { listParcels, routeStateFor, type SeeParcelsDeps, seeParcel } from './see-parcels.ts';

export interface MeParcelsDeps extends SeeParcelsDeps {
  readonly session: ReadSession;
  /** The same for streams, whose readers may all come at once. */
  readonly streamSession: ReadSession;
  readonly readWatcher: ReadWatcher;
  readonly fanOut: FanOut;
  readonly streams: Streams;
  /** How many streams one account may have open at once. */
  readonly streamsPerAccount: number;
}

/** After so many, a stream begins although things change all the time, and is asked about while it runs. */
const admissionTries = 5;

// Without bounds: an id of another shape is answered like one that does not exist.
const params = Type.Object({ id: Type.String() });
const languageQuery = Type.Object({ lang: Type.Optional(Type.Union([Type.Literal('de'), Type.Literal('en')])) });

/** The recipient's own parcels: the list, one view, and its stream. All three begin with the session's account. */
export function meParcels(fastify: FastifyInstance, deps: MeParcelsDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();

  async function asker(request: FastifyRequest<{ Querystring: { lang?: Language } }>, read = deps.session) {
    const session = await requireSession(read, request);
    const language: Language = request.query.lang ?? languageOf(request.headers['accept-language']);
    return { accountId: session.accountId, language, session };
  }

  async function admit(request: FastifyRequest<{ Params: { id: string }; Querystring: { lang?: Language } }>) {
    const heard = deps.fanOut.changesHeard();
    const { accountId, language, session } = await asker(request, deps.streamSession);
    const { id } = request.params;
    return { heard, session, watcher: await whoComesBack(accountId, id, language) };
  }

  /** Of who left a moment ago everything is known that would be read. */
  async function whoComesBack(accountId: string, parcelId: string, language: Language): Promise<Watcher | null> {
    const known = deps.fanOut.whoLeft(accountId, parcelId, language);
    if (known === null) return deps.readWatcher(accountId, parcelId, language);
    await routeStateFor(deps.routeBook, known);
    return known;
  }

  app.get(
    '/api/v1/me/parcels',
    {
      schema: {
        tags: ['recipient'],
        querystring: Type.Object({
          ...languageQuery.properties,
          cursor: Type.Optional(Type.String({ maxLength: 60 })),
        }),
        response: { 200: ParcelList },
      },
    },
    async (request, reply) => {
      const list = await listParcels(deps, await asker(request), request.query.cursor ?? null);
      return reply.header('cache-control', 'private, no-store').send(list);
    },
  );

  app.get(
    '/api/v1/me/parcels/:id',
    { schema: { tags: ['recipient'], params, querystring: languageQuery, response: { 200: ParcelView } } },
    async (request, reply) => {
      const view = await seeParcel(deps, await asker(request), request.params.id);
      if (!view) throw new DoorstepError('not_found');
      const lists = { timeline: [...view.timeline], photoLooks: [...view.photoLooks] };
      return reply.header('cache-control', 'private, no-store').send({ ...view, ...lists });
    },
  );

  app.get(
    '/api/v1/me/parcels/:id/live',
    // Asked for its head alone, a stream would never end.
    { exposeHeadRoute: false, schema: { tags: ['recipient'], params, querystring: languageQuery } },
    async (request, reply) => {
      return letIn(deps, () => admit(request), request, reply);
    },
  );
}

/** Who comes to a stream, with the number of changes heard before session and facts were read. */
interface Admitted {
  readonly heard: number;
  readonly session: StreamSession;
  readonly watcher: Watcher | null;
}

/** Opens a stream for whoever `admit` finds at the door. Throws not_found, streams_full, too_many_streams. */
export async function letIn(
  deps: Pick<MeParcelsDeps, 'fanOut' | 'streams' | 'streamsPerAccount'>,
  admit: () => Promise<Admitted>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // Asked before anything is read, so that being full costs nothing; and again where nothing comes between.
  refuseWhereFull(deps, null);
  const { inTurn } = deps.streams;
  for (let tries = 1; ; tries += 1) {
    const { heard, session, watcher } = await inTurn(admit);
    const became = await inTurn(() => {
      // A sign-out or another change on the way here: session and facts are asked for again.
      if (tries < admissionTries && heard !== deps.fanOut.changesHeard()) return 'asks_again';
      refuseWhereFull(deps, session.accountId);
      const isIn = watcher && deps.fanOut.watch(watcher, session, heard, () => deps.streams.open(request, reply));
      return isIn ? 'is_in' : 'sees_nothing';
    });
    if (became === 'sees_nothing') throw new DoorstepError('not_found');
    if (became === 'is_in') return reply;
  }
}

/** A page that is refused keeps its words, and asks again after a while (widget/follow-stream.ts). */
function refuseWhereFull(
  deps: Pick<MeParcelsDeps, 'fanOut' | 'streams' | 'streamsPerAccount'>,
  accountId: string | null,
): void {
  if (deps.streams.isFull()) throw new DoorstepError('streams_full');
  if (accountId !== null && deps.fanOut.countStreamsOf(accountId) >= deps.streamsPerAccount)
    throw new DoorstepError('too_many_streams');
}

export type ReadWatcher = (accountId: string, parcelId: string, language: Language) => Promise<Watcher | null>;

/** Who watches this parcel with these eyes, with its route loaded; null where it is not this account's. */
export function createWatcherReader(deps: SeeParcelsDeps): ReadWatcher {
  const readSeen = askedTogether(
    (asked: readonly { accountId: string; parcelId: string }[]) => readSeenTogether(deps.db, asked),
    200,
  );
  return async (accountId, parcelId, language) => {
    if (!isId('parcel', parcelId)) return null;
    // Guests are few, and come one by one.
    const seen = isId('guest', accountId)
      ? await readSeenParcel(deps.db, accountId, parcelId)
      : await readSeen({ accountId, parcelId });
    if (!seen) return null;
    await routeStateFor(deps.routeBook, seen);
    const { facts, kind, mapSwitchedOff, routeId, levels } = seen;
    const settings = settingsInForce(deps.visibility, levels);
    return { accountId, facts, routeId, settings, viewer: { kind, language, mapSwitchedOff } };
  };
}
