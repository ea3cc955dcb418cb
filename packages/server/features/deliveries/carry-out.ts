import { Command, type CommandAnswer } from '@doorstep/contract';
import { clockOffsetMillis, correctedAt, type Language, type RouteState } from '@doorstep/domain';
import { Compile } from 'typebox/compile';
import type { Device } from '../../access/devices.ts';
import type { Db } from '../../db/open-database.ts';
import type { RouteBook } from '../../live/route-book.ts';
import type { Bus } from '../../ports/bus.ts';
import { type CommandRefusalCode, commandRefusalSentences } from './command-refusals.ts';
import { decide } from './decide.ts';
import { claimCommand, keepAnswer, lockRoute, readRouteAtCommand, writeDecision } from './deliveries.store.ts';

export interface CarryOutDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly routeBook: RouteBook;
  readonly forgetDriverRoute: (routeId: string) => void;
}

export interface GivenCommand {
  readonly id: string;
  readonly type: string;
  readonly at: string;
}

const commandShape = Compile(Command);
const commandTypes = new Set<string>(Command.anyOf.map((variant) => variant.properties.type.const));

/**
 * Carries out one command in one transaction of its own: claimed by its id, decided against the locked route, written,
 * answered. Returns after commit; the same id again gets the same answer and no second effect.
 */
export async function carryOut(
  deps: CarryOutDeps,
  device: Device,
  given: GivenCommand,
  times: { sentAt: number; receivedAt: number; language: Language },
): Promise<CommandAnswer> {
  const offset = clockOffsetMillis(times.sentAt, times.receivedAt);
  const corrected = correctedAt(Date.parse(given.at), offset);
  // Not a number: RFC 3339 has leap seconds, which JavaScript and PostgreSQL have not.
  const hasTime = corrected > 0;
  // What a phone says happened later than now happened now: an event in the future would outrank all that follows.
  const at = hasTime ? Math.min(corrected, times.receivedAt) : times.receivedAt;

  const carried = await deps.db.transaction().execute(async (trx) => {
    const first = await claimCommand(trx, {
      driverId: device.driverId,
      id: given.id,
      type: commandTypes.has(given.type) ? given.type : 'unknown',
      at,
      sentAt: times.sentAt,
      receivedAt: times.receivedAt,
    });
    if (first) return { answer: { ...first, duplicate: true }, routeId: null };

    const refuse = async (code: CommandRefusalCode) => {
      const answer: CommandAnswer = {
        id: given.id,
        outcome: 'refused',
        code,
        sentence: commandRefusalSentences[code][times.language],
      };
      await keepAnswer(trx, device.driverId, answer);
      return { answer, routeId: null };
    };

    if (!commandTypes.has(given.type)) return refuse('command_unknown');
    if (!hasTime || !commandShape.Check(given) || holdsNul(given)) return refuse('command_malformed');
    const command: Command = given;
    const which = whichRoute(command);
    const routeId = await lockRoute(trx, device.driverId, which);
    if (!routeId) return refuse(refusalWithoutRoute(which));
    const decision = decide(await readRouteAtCommand(trx, routeId, at), command, at);
    if (!decision.ok) return refuse(decision.code);
    const place = placeAt(deps.routeBook.at(routeId), at);
    await writeDecision(trx, routeId, decision, { at, recordedAt: times.receivedAt, place });
    const answer: CommandAnswer = { id: given.id, outcome: 'done' };
    await keepAnswer(trx, device.driverId, answer);
    return { answer, routeId, parcelIds: decision.parcelChanges.map((change) => change.parcelId) };
  });

  if (carried.routeId) {
    // Before the answer: the phone's next fix must be judged against the route as this command left it.
    deps.forgetDriverRoute(carried.routeId);
    await deps.routeBook.refold(carried.routeId);
    deps.bus.publish('parcels_changed', { parcelIds: carried.parcelIds });
    deps.bus.publish('route_changed', { routeId: carried.routeId });
  }
  return carried.answer;
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

const placeIsOldMillis = 120_000;

/** Where the van was at that moment, or null where no fix tells: an old place would be a wrong one. */
function placeAt(state: RouteState | null, at: number): { lat: number; lon: number } | null {
  const fix = state?.newestFix ?? null;
  if (state === null || fix === null || state.duty !== 'driving') return null;
  return Math.abs(fix.fixedAt - at) > placeIsOldMillis ? null : { lat: fix.lat, lon: fix.lon };
}

/** PostgreSQL's texts cannot hold it; a phone that sent it once would send it for ever. */
function holdsNul(given: GivenCommand): boolean {
  return JSON.stringify(given).includes('\\u0000');
}
