import { Command, type CommandAnswer } from '@doorstep/contract';
import {
  clockOffsetMillis,
  correctedAt,
  type DeliveredHow,
  type DrivenTimes,
  type Language,
  type ParcelEvent,
} from '@doorstep/domain';
import { Compile } from 'typebox/compile';
import type { Device } from '../../access/devices.ts';
import type { Db } from '../../db/open-database.ts';
import type { RouteBook } from '../../live/route-book.ts';
import type { Bus } from '../../ports/bus.ts';
import { heldAgainstWishes } from './against-wish.ts';
import { type CommandRefusalCode, commandRefusalSentences } from './command-refusals.ts';
import { type Decision, decide } from './decide.ts';
import {
  claimCommand,
  keepAnswer,
  lockDriver,
  lockRoute,
  readParcelIds,
  readRouteAtCommand,
  writeDecision,
} from './deliveries.store.ts';
import { placeOf } from './delivery-place.ts';

export interface CarryOutDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly routeBook: RouteBook;
  readonly forgetDriverRoute: (routeId: string) => void;
  /** Resolves when every fix that was judged before this call is stored, or lost. */
  readonly fixStore: { write(row: null): Promise<void> };
  /** Takes stored places of breaks and of the time after the end out again; how many. */
  readonly dropFixes: (db: Db, which: { routeId: string; since: number; times: DrivenTimes }) => Promise<number>;
  /** Notes, in the transaction of the command, what is to be told of what it did to parcels. */
  readonly announce: (
    trx: Db,
    happened: { changes: readonly { parcelId: string; event: ParcelEvent }[]; now: number },
  ) => Promise<void>;
  /**
   * In the transaction of the command: the picture that a delivery names may come, and the ids of other parcels whose
   * photo that changed; what is undone is proved no longer.
   */
  readonly photos: {
    expect(trx: Db, announced: AnnouncedPhoto): Promise<readonly string[]>;
    destroyOf(trx: Db, undone: { parcelIds: readonly string[]; now: number }): Promise<void>;
    /** After its commit: what comes of that picture need not wait any longer. */
    named(name: { readonly driverId: string; readonly senderId: string }): void;
  };
}

/** What a delivery says of the picture that proves it. */
export interface AnnouncedPhoto {
  readonly driverId: string;
  /** The phone's id of the picture; null: delivered without one. */
  readonly senderId: string | null;
  readonly stopId: string;
  readonly parcelIds: readonly string[];
  readonly how: DeliveredHow;
  /** Both by the corrected clock of the phone. */
  readonly takenAt: number;
  readonly deliveredAt: number;
  readonly now: number;
}

export interface GivenCommand {
  readonly id: string;
  readonly type: string;
  readonly at: string;
}

/** A pause whose end stands in the same request. */
export interface PauseWithEnd {
  /** By the phone's clock. */
  readonly endsAt: string;
  /** Looks that wait until the whole request is carried out: by then it is known whether the pause has ended. */
  readonly afterwards: (() => Promise<void>)[];
}

/** Between the shutter and *done* lie seconds, or a talk at the door. */
const longestVisitMillis = 3_600_000;

const commandShape = Compile(Command);
const commandTypes = new Set<string>(Command.anyOf.map((variant) => variant.properties.type.const));

/**
 * Carries out one command in one transaction of its own: claimed by its id, decided against the locked route, written,
 * answered. Returns after commit; the same id again gets the same answer and no second effect, but sees to it that the
 * first one's effect is told: its answer, or its commit, may have been lost on the way.
 */
export async function carryOut(
  deps: CarryOutDeps,
  device: Device,
  given: GivenCommand,
  times: { sentAt: number; receivedAt: number; language: Language },
  pause: PauseWithEnd | null = null,
): Promise<CommandAnswer> {
  const offset = clockOffsetMillis(times.sentAt, times.receivedAt);
  const corrected = correctedAt(Date.parse(given.at), offset);
  // Not a number: RFC 3339 has leap seconds, which JavaScript and PostgreSQL have not.
  const hasTime = corrected > 0;
  // What a phone says happened later than now happened now: an event in the future would outrank all that follows.
  const at = hasTime ? Math.min(corrected, times.receivedAt) : times.receivedAt;

  let lockedRouteId: string | null = null;
  let touched: readonly string[] = [];
  const carried = await deps.db
    .transaction()
    .execute(async (trx): Promise<Carried> => {
      const first = await claimCommand(trx, {
        driverId: device.driverId,
        id: given.id,
        type: commandTypes.has(given.type) ? given.type : 'unknown',
        at,
        sentAt: times.sentAt,
        receivedAt: times.receivedAt,
      });
      if (first) return { answer: { ...first.answer, duplicate: true }, routeId: first.routeId };

      const refuse = async (code: CommandRefusalCode) => {
        const answer: CommandAnswer = {
          id: given.id,
          outcome: 'refused',
          code,
          sentence: commandRefusalSentences[code][times.language],
        };
        await keepAnswer(trx, device.driverId, answer, null);
        return { answer, routeId: null };
      };

      if (device.retiredAt !== null && at > device.retiredAt) return refuse('phone_retired');
      if (!commandTypes.has(given.type)) return refuse('command_unknown');
      if (!hasTime || !commandShape.Check(given) || holdsNul(given)) return refuse('command_malformed');
      const command: Command = given;
      const which = whichRoute(command);
      if (command.type === 'start_route') await lockDriver(trx, device.driverId);
      const routeId = await lockRoute(trx, device.driverId, which);
      if (!routeId) return refuse(refusalWithoutRoute(which));
      lockedRouteId = routeId;
      const route = await readRouteAtCommand(trx, routeId, at);
      const decision = decide(route, command, at);
      if (!decision.ok) return refuse(decision.code);
      touched = decision.parcelChanges.map((change) => change.parcelId);
      const against = heldAgainstWishes(route, command, decision, { at, receivedAt: times.receivedAt });
      if (!against.ok) return refuse(against.code);
      const place = placeOf(command, { after: decision.after, onTheRoad: deps.routeBook.at(routeId), at });
      const rightDoor = command.type === 'deliver' && command.rightDoor === true;
      const againstWish = against.reasons;
      await writeDecision(trx, routeId, decision, { at, recordedAt: times.receivedAt, place, rightDoor, againstWish });
      const reproved = await settlePhotos(deps, trx, {
        driverId: device.driverId,
        command,
        decision,
        at,
        offset,
        now: times.receivedAt,
      });
      // Photos first, as where a photo comes: whoever locks both locks them in this order.
      await deps.announce(trx, { changes: decision.parcelChanges, now: times.receivedAt });
      const dropped = endsPositions(command.type)
        ? await deps.dropFixes(trx, { routeId, since: at, times: withEnd(decision.after, pause, offset) })
        : 0;
      const answer: CommandAnswer = { id: given.id, outcome: 'done' };
      await keepAnswer(trx, device.driverId, answer, routeId);
      const parcelIds = [...touched, ...reproved];
      const photoId = command.type === 'deliver' ? command.photoId : undefined;
      return { answer, routeId, parcelIds, hasDropped: dropped > 0, ...(photoId ? { photoId } : {}) };
    })
    .catch((error: unknown) => {
      // It may be committed all the same, where the connection died: what is known of the route is not to be trusted.
      if (lockedRouteId !== null) forgetRoute(deps, lockedRouteId);
      deps.bus.publish('parcels_changed', { parcelIds: touched });
      throw error;
    });

  const { routeId, photoId } = carried;
  // From its commit on, whoever asks PostgreSQL reads it: nobody may be told what was known before.
  if (carried.parcelIds) deps.bus.publish('parcels_changing', { parcelIds: carried.parcelIds });
  if (photoId !== undefined) deps.photos.named({ driverId: device.driverId, senderId: photoId });
  if (routeId !== null) {
    try {
      // The track in memory remembers what was dropped.
      if (carried.hasDropped) deps.routeBook.forget(routeId);
      const since = endsPositions(given.type) ? at : null;
      await tell(deps, { routeId, parcelIds: carried.parcelIds, since }, pause?.afterwards);
    } catch (error) {
      forgetRoute(deps, routeId);
      throw error;
    }
  }
  return carried.answer;
}

/** The ids of parcels beside the command's own whose photo is now another one. */
async function settlePhotos(
  deps: CarryOutDeps,
  trx: Db,
  done: {
    driverId: string;
    command: Command;
    decision: Extract<Decision, { ok: true }>;
    at: number;
    offset: number;
    now: number;
  },
): Promise<readonly string[]> {
  const { driverId, command, at, now } = done;
  const changedBy = (event: ParcelEvent) =>
    done.decision.parcelChanges.flatMap((change) => (change.event === event ? change.parcelId : []));
  if (command.type === 'undo') await deps.photos.destroyOf(trx, { parcelIds: changedBy('undone'), now });
  if (command.type !== 'deliver') return [];
  const { photoId: senderId = null, stopId, how } = command;
  const parcelIds = changedBy('delivered');
  const takenAt = shutterAt(command, at, done.offset);
  return deps.photos.expect(trx, { driverId, senderId, stopId, parcelIds, how, takenAt, deliveredAt: at, now });
}

/** No picture is taken after its delivery. One that is said to be much older comes of a clock that was set in between. */
function shutterAt({ photoTakenAt }: { readonly photoTakenAt?: string }, at: number, offset: number): number {
  const said = photoTakenAt === undefined ? Number.NaN : correctedAt(Date.parse(photoTakenAt), offset);
  return said <= at && said >= at - longestVisitMillis ? said : at;
}

interface Carried {
  readonly answer: CommandAnswer;
  /** The route that was changed, now or the first time. */
  readonly routeId: string | null;
  /** Left out where it is no longer known which were changed. */
  readonly parcelIds?: readonly string[];
  readonly hasDropped?: boolean;
  /** The picture that a delivery named. */
  readonly photoId?: string;
}

function forgetRoute(deps: CarryOutDeps, routeId: string): void {
  deps.forgetDriverRoute(routeId);
  deps.routeBook.forget(routeId);
}

/** Before the answer: the phone's next fix must be judged against the route as this command left it. */
async function tell(
  deps: CarryOutDeps,
  changed: { routeId: string; parcelIds: readonly string[] | undefined; since: number | null },
  afterwards?: (() => Promise<void>)[],
): Promise<void> {
  const { routeId, since } = changed;
  deps.forgetDriverRoute(routeId);
  await deps.routeBook.refold(routeId);
  if (since !== null) {
    const look = () => dropWhatCameMeanwhile(deps, routeId, since);
    if (afterwards) afterwards.push(look);
    else await look();
  }
  const parcelIds = changed.parcelIds ?? (await readParcelIds(deps.db, routeId));
  deps.bus.publish('parcels_changed', { parcelIds });
  deps.bus.publish('route_changed', { routeId });
}

/** A pause takes back no place that was measured after it: the newest one was seen before the pause was told. */
function withEnd(times: DrivenTimes, pause: PauseWithEnd | null, offset: number): DrivenTimes {
  const endsAt = pause === null ? Number.NaN : correctedAt(Date.parse(pause.endsAt), offset);
  if (Number.isNaN(endsAt)) return times;
  const pauses = times.pauses.map((each) => (each.untilAt === null ? { ...each, untilAt: endsAt } : each));
  return { ...times, pauses };
}

/** Fixes that were judged before the command was known may have been stored after it had looked. */
async function dropWhatCameMeanwhile(deps: CarryOutDeps, routeId: string, since: number): Promise<void> {
  await deps.fixStore.write(null).catch(() => undefined);
  const times = deps.routeBook.at(routeId);
  if (times === null) return;
  if ((await deps.dropFixes(deps.db, { routeId, since, times })) === 0) return;
  deps.routeBook.forget(routeId);
  await deps.routeBook.refold(routeId);
}

/** Commands from whose instant on no position is kept. */
function endsPositions(type: string): boolean {
  return type === 'take_break' || type === 'go_dark' || type === 'finish_route';
}

type WhichRoute = { routeId: string } | { stopId: string } | { running: true };

function whichRoute(command: Command): WhichRoute {
  if (command.type === 'start_route') return { routeId: command.routeId };
  return 'stopId' in command ? { stopId: command.stopId } : { running: true };
}

function refusalWithoutRoute(which: WhichRoute): CommandRefusalCode {
  if ('routeId' in which) return 'route_unknown';
  return 'stopId' in which ? 'stop_unknown' : 'route_not_started';
}

/** PostgreSQL's texts cannot hold it; a phone that sent it once would send it for ever. */
function holdsNul(given: GivenCommand): boolean {
  return JSON.stringify(given).includes('\\u0000');
}
