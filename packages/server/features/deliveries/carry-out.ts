import { Command, type CommandAnswer } from '@doorstep/contract';
import { clockOffsetMillis, correctedAt, type Language } from '@doorstep/domain';
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
  // What a phone says happened later than now happened now: an event in the future would outrank all that follows.
  const at = Math.min(correctedAt(Date.parse(given.at), offset), times.receivedAt);

  const carried = await deps.db.transaction().execute(async (trx) => {
    const first = await claimCommand(trx, {
      driverId: device.driverId,
      id: given.id,
      type: given.type,
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
    if (!commandShape.Check(given)) return refuse('command_malformed');
    const command: Command = given;
    const routeId = await lockRoute(trx, device.driverId, whichRoute(command));
    if (!routeId) return refuse('stopId' in command ? 'stop_unknown' : 'route_unknown');
    const decision = decide(await readRouteAtCommand(trx, routeId, at), command, at);
    if (!decision.ok) return refuse(decision.code);
    const fix = deps.routeBook.at(routeId)?.newestFix ?? null;
    await writeDecision(trx, routeId, decision, { at, recordedAt: times.receivedAt, place: fix });
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

function whichRoute(command: Command): { routeId: string } | { stopId: string } | { running: true } {
  if (command.type === 'start_route') return { routeId: command.routeId };
  return 'stopId' in command ? { stopId: command.stopId } : { running: true };
}
