// After a history: do server and phone agree? Nothing that was recorded lost, nothing done twice, no picture at another
// parcel. What must be there is told from what the phone had kept and what the server answered, and looked up in the
// tables.
import { createHash } from 'node:crypto';
import type { Command, DriverRoute } from '../../packages/contract/index.ts';
import type { OutboxItem, Refused } from '../../packages/outbox/index.ts';
import { readFixRows } from '../../packages/server/features/fixes/fix.store.ts';
import { unpackFixes } from '../../packages/server/features/fixes/packed-fixes.ts';
import type { ModelRoute, ModelServer } from './model-server.ts';

export interface History {
  readonly route: ModelRoute;
  readonly recorded: readonly OutboxItem[];
  readonly waiting: number;
  readonly refused: readonly Refused[];
}

export interface Verdict {
  /** Each says what is wrong, with the kind first. None where all is well. */
  readonly violations: readonly string[];
  readonly done: number;
  readonly refused: number;
  readonly fixes: number;
  readonly photos: number;
}

interface Expected {
  /** The outcome of each stop, `open` where there is none. */
  readonly outcome: Map<string, 'open' | 'delivered' | 'attempted'>;
  /** How often each event happened to each parcel of a stop. */
  readonly events: Map<string, number>;
  /** The delivery that each picture proves, where it was not taken back. */
  readonly proofs: Map<string, string>;
  /** Stops that a tap has settled; those that the end of the route settles keep the look they had. */
  readonly completed: ReadonlySet<string>;
}

export async function judgeHistory(server: ModelServer, history: History): Promise<Verdict> {
  const violations: string[] = [];
  const { recorded, refused, route } = history;
  if (history.waiting > 0) violations.push(`waiting: ${history.waiting} things are not acknowledged`);
  const commands = recorded.flatMap((item) => (item.kind === 'command' ? [item.command] : []));
  const outcomes = await outcomesOf(server, route, commands, refused, violations);
  const done = commands.filter(({ id }) => outcomes.get(id) === 'done');
  const expected = foldCommands(route, done);
  await judgeParcels(server, route, expected, violations);
  await judgePhoneView(server, route, expected, violations);
  const fixIds = recorded.flatMap((item) => (item.kind === 'fix' ? item.id : []));
  await judgeFixes(server, route, fixIds, refused, violations);
  await judgePhotos(server, history, expected, violations);
  return {
    violations,
    done: done.length,
    refused: commands.length - done.length,
    fixes: fixIds.length,
    photos: expected.proofs.size,
  };
}

/** Each recorded action has one answer, and the phone knows of every refusal. */
async function outcomesOf(
  server: ModelServer,
  route: ModelRoute,
  commands: readonly Command[],
  refused: readonly Refused[],
  violations: string[],
): Promise<Map<string, 'done' | 'refused'>> {
  const rows = await server.db.selectFrom('commands').selectAll().where('driver_id', '=', route.driverId).execute();
  const outcomes = new Map<string, 'done' | 'refused'>();
  for (const { id, answer } of rows) {
    const isDone = typeof answer === 'object' && answer !== null && 'outcome' in answer && answer.outcome === 'done';
    outcomes.set(id, isDone ? 'done' : 'refused');
  }
  const known = new Set(commands.map(({ id }) => id));
  for (const id of outcomes.keys()) if (!known.has(id)) violations.push('invented: an action that was never recorded');
  const told = new Set(refused.flatMap((each) => (each.kind === 'command' ? each.id : [])));
  for (const { id, type } of commands) {
    const outcome = outcomes.get(id);
    if (outcome === undefined) violations.push(`lost: ${type} never came`);
    if ((outcome === 'refused') !== told.has(id))
      violations.push(`disagree: ${type} was ${outcome}, the phone says else`);
  }
  return outcomes;
}

/** What the done actions come to, one after another as the driver gave them. */
function foldCommands(route: ModelRoute, done: readonly Command[]): Expected {
  const outcome = new Map<string, 'open' | 'delivered' | 'attempted'>(
    route.stops.map(({ stopId }) => [stopId, 'open']),
  );
  const events = new Map<string, number>();
  const proofs = new Map<string, string>();
  const completed = new Set<string>();
  const count = (stopId: string, event: string) =>
    events.set(`${stopId} ${event}`, (events.get(`${stopId} ${event}`) ?? 0) + 1);
  const forget = (stopId: string) => {
    for (const [photoId, at] of proofs) if (at === stopId) proofs.delete(photoId);
  };
  for (const command of done) {
    if (command.type === 'deliver') {
      outcome.set(command.stopId, 'delivered');
      completed.add(command.stopId);
      count(command.stopId, 'delivered');
      if (command.photoId !== undefined) proofs.set(command.photoId, command.stopId);
    } else if (command.type === 'attempt') {
      outcome.set(command.stopId, 'attempted');
      completed.add(command.stopId);
      count(command.stopId, 'attempted');
    } else if (command.type === 'undo') {
      outcome.set(command.stopId, 'open');
      completed.delete(command.stopId);
      count(command.stopId, 'undone');
      forget(command.stopId);
    } else if (command.type === 'arrive' && outcome.get(command.stopId) === 'attempted') {
      outcome.set(command.stopId, 'open');
      completed.delete(command.stopId);
      count(command.stopId, 'tried_again');
    } else if (command.type === 'finish_route') {
      for (const [stopId, state] of outcome) {
        if (state !== 'open') continue;
        outcome.set(stopId, 'attempted');
        count(stopId, 'attempted');
      }
    }
  }
  return { outcome, events, proofs, completed };
}

const counted = ['delivered', 'attempted', 'undone', 'tried_again'];

async function judgeParcels(
  server: ModelServer,
  route: ModelRoute,
  expected: Expected,
  violations: string[],
): Promise<void> {
  const parcelIds = route.stops.flatMap((stop) => stop.parcelIds);
  const parcels = await server.db.selectFrom('parcels').select(['id', 'state']).where('id', 'in', parcelIds).execute();
  const events = await server.db
    .selectFrom('parcel_events')
    .select(['parcel_id', 'type'])
    .where('parcel_id', 'in', parcelIds)
    .where('type', 'in', counted)
    .execute();
  for (const { stopId, parcelIds: here } of route.stops) {
    for (const parcelId of here) {
      const state = parcels.find(({ id }) => id === parcelId)?.state;
      const isOpen = state !== 'delivered' && state !== 'attempted';
      const outcome = expected.outcome.get(stopId);
      if (outcome !== (isOpen ? 'open' : state))
        violations.push(`disagree: ${state} at the server, ${outcome} by phone`);
      for (const type of counted) {
        const found = events.filter((event) => event.parcel_id === parcelId && event.type === type).length;
        const wanted = expected.events.get(`${stopId} ${type}`) ?? 0;
        if (found !== wanted)
          violations.push(`${found > wanted ? 'twice' : 'lost'}: ${type}, ${found} times for ${wanted}`);
      }
    }
  }
}

/** What the phone would be shown now. */
async function judgePhoneView(
  server: ModelServer,
  route: ModelRoute,
  expected: Expected,
  violations: string[],
): Promise<void> {
  const answer = await server.app?.inject({
    url: '/api/v1/driver/route',
    headers: { authorization: `Bearer ${route.token}` },
  });
  const shown: DriverRoute['route'] = answer?.json<DriverRoute>().route ?? null;
  if (shown === null) {
    violations.push('disagree: the route is not shown to its driver');
    return;
  }
  for (const stop of shown.stops) {
    if ((stop.status === 'completed') !== expected.completed.has(stop.id))
      violations.push(`disagree: a stop is shown as ${stop.status}`);
  }
}

/** Each position has exactly one end: stored (its place, or its id with the reason), or refused and the phone knows. */
async function judgeFixes(
  server: ModelServer,
  route: ModelRoute,
  ids: readonly string[],
  refused: readonly Refused[],
  violations: string[],
): Promise<void> {
  const stored = (await readFixRows(server.pool, route.routeId)).flatMap(unpackFixes);
  const times = new Map<string, number>();
  for (const { id } of stored) times.set(id, (times.get(id) ?? 0) + 1);
  const known = new Set(ids);
  const told = new Set(refused.flatMap((each) => (each.kind === 'fix' ? each.id : [])));
  for (const [id, found] of times) {
    if (!known.has(id)) violations.push('invented: a position that was never recorded');
    if (found > 1) violations.push(`twice: a position is stored ${found} times`);
  }
  for (const id of ids) if (!times.has(id) && !told.has(id)) violations.push('lost: a position has no end');
}

/** Each picture lies whole, once, at exactly the parcels whose delivery it proves. */
async function judgePhotos(
  server: ModelServer,
  { route, recorded }: History,
  expected: Expected,
  violations: string[],
): Promise<void> {
  const { db } = server;
  const photos = await db.selectFrom('photos').selectAll().where('driver_id', '=', route.driverId).execute();
  const ids = photos.map(({ id }) => id);
  const parcels = ids.length
    ? await db.selectFrom('photo_parcels').selectAll().where('photo_id', 'in', ids).execute()
    : [];
  const sums = ids.length ? await db.selectFrom('photo_sums').selectAll().where('photo_id', 'in', ids).execute() : [];
  const bytesOf = new Map(recorded.flatMap((item) => (item.kind === 'photo' ? [[item.id, item.bytes] as const] : [])));
  for (const { id, sender_id: senderId } of photos) {
    if (!bytesOf.has(`${senderId}/full`)) violations.push('invented: a picture that was never recorded');
    for (const sum of sums.filter((each) => each.photo_id === id)) {
      const own = bytesOf.get(`${senderId}/${sum.size}`);
      const isOwn = own !== undefined && sum.upload_sha256?.equals(createHash('sha256').update(own).digest());
      if (!isOwn) violations.push(`swapped: a ${sum.size} picture is another one`);
    }
  }
  for (const [senderId, stopId] of expected.proofs) {
    const rows = photos.filter((photo) => photo.sender_id === senderId);
    if (rows.length !== 1)
      violations.push(`${rows.length > 1 ? 'twice' : 'lost'}: a picture is there ${rows.length} times`);
    const [photo] = rows;
    if (!photo) continue;
    if (photo.state !== 'full') violations.push(`lost: a picture is ${photo.state}`);
    const at = parcels.flatMap((each) => (each.photo_id === photo.id ? each.parcel_id : [])).sort();
    const wanted = route.stops.find((stop) => stop.stopId === stopId)?.parcelIds ?? [];
    if (at.join() !== wanted.join()) violations.push('wrong place: a picture lies at other parcels');
  }
}
