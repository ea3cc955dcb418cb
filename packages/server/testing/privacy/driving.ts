// What the van and its driver do at and between the doors: requests of the phone, and the same in the model.
import type { SentFix } from '../phone.ts';
import { latchMaps } from './expected-view.ts';
import type { Chance } from './invent-day.ts';
import { noteBetween } from './observe.ts';
import { nextOf, openOf } from './order-restated.ts';
import type { Day, Step } from './the-day.ts';
import { arriveAt, metresBetween, newestFix, openParcelsAt, type Place, seeFix, settleStop } from './world.ts';

const second = 1_000;
export const depot = { lat: 49.5, lon: 11.2 };

/** A van needs time to come there; then its phone tells where it is. */
export async function fixAt(day: Day, place: Place, seconds = 4): Promise<void> {
  const { world, stage, phone } = day;
  const last = newestFix(world) ?? depot;
  stage.server.clock.advance(Math.max(seconds * second, Math.ceil(metresBetween(last, place) / 20) * second));
  const fix: SentFix = phone.fixAt(place);
  const [answer, again] = await phone.send(fix, fix);
  if (again?.outcome !== answer?.outcome) throw new Error('a doubled fix gets its first answer');
  if (answer?.outcome !== 'accepted') throw new Error(`the fix was rejected: ${JSON.stringify(answer)}`);
  const next = nextOf(world.order);
  seeFix(world, { lat: place.lat, lon: place.lon, fixedAt: Date.parse(fix.fixedAt), next });
  // Here, and not only after the step: on arriving a stop may be open again that was done while the van came.
  latchMaps(world, stage.server.clock.now());
  noteBetween(day);
}

export function drive(day: Day, chance: Chance): Step {
  const { world } = day;
  const target = world.stops[nextOf(world.order) ?? openOf(world.order)[0] ?? 0] ?? depot;
  const kind = chance.pick(['towards', 'there', 'by', 'far', 'edge'] as const);
  const from = newestFix(world) ?? depot;
  const toward = (share: number): Place =>
    rounded(from.lat + (target.lat - from.lat) * share, from.lon + (target.lon - from.lon) * share);
  const places: Readonly<Record<typeof kind, () => Place>> = {
    towards: () => toward(0.3 + chance.next() * 0.5),
    there: () => rounded(target.lat + (chance.next() - 0.5) * 0.0004, target.lon),
    by: () => rounded(target.lat + 0.0007, target.lon + 0.0003),
    far: () => rounded(49.46 - chance.next() * 0.02, 11.2),
    // A stop's distance threshold, from both sides.
    edge: () => {
      const stop = chance.pick(world.stops);
      const metres = chance.pick([5_000, 900, 2_000]) + chance.pick([-3, 3]);
      return rounded(stop.lat - metres / 111_195.08, stop.lon);
    },
  };
  const place = places[kind]();
  return { what: `the van drives (${kind})`, carryOut: () => fixAt(day, place, chance.from(3, 25)) };
}

const rounded = (lat: number, lon: number): Place => ({
  lat: Math.round(lat * 1e6) / 1e6,
  lon: Math.round(lon * 1e6) / 1e6,
});

export async function goAndArrive(day: Day, stop: number): Promise<void> {
  const place = day.world.stops[stop];
  if (place === undefined) throw new Error('no such stop');
  if (day.world.duty === 'driving') await fixAt(day, { lat: place.lat, lon: place.lon });
  else day.stage.server.clock.advance(60 * second);
  await day.phone.give('arrive', { stopId: stopId(day, stop) });
  arriveAt(day.world, stop, day.stage.server.clock.now());
  noteBetween(day);
}

export const stopId = (day: Day, stop: number): string => day.route.stops[stop]?.stopId ?? '';

export function serveNext(day: Day, chance: Chance): Step {
  const stop = nextOf(day.world.order) ?? chance.pick(openOf(day.world.order));
  return { what: `arrives at stop ${stop}`, carryOut: () => goAndArrive(day, stop) };
}

export function serveAnother(day: Day, chance: Chance): Step {
  const stop = chance.pick(openOf(day.world.order));
  return {
    what: `serves stop ${stop} whatever the plan says`,
    carryOut: async () => {
      await goAndArrive(day, stop);
      await settle(day, stop, chance);
    },
  };
}

export function settleHere(day: Day, chance: Chance): Step {
  const stop = day.world.order.at ?? 0;
  return { what: `is done at stop ${stop}`, carryOut: () => settle(day, stop, chance) };
}

async function settle(day: Day, stop: number, chance: Chance): Promise<void> {
  if (openParcelsAt(day.world, stop).length === 0) return;
  day.stage.server.clock.advance(chance.from(5, 90) * second);
  const at = day.stage.server.clock.now();
  if (chance.is(0.2)) {
    const reason = chance.pick(['nobody_home', 'no_access', 'refused']);
    await day.phone.give('attempt', { stopId: stopId(day, stop), reason });
    settleStop(day.world, stop, { at, how: null, reason, place: null });
    return;
  }
  const picked = chance.pick(['recipient', 'household', 'neighbour', 'safe_place', 'mailbox']);
  // What is confidential goes to no neighbour; the driver's app would not offer it.
  const isForNobodyElse = openParcelsAt(day.world, stop).some(({ confidential }) => confidential);
  const how = picked === 'neighbour' && isForNobodyElse ? 'household' : picked;
  const place =
    how === 'neighbour' || how === 'safe_place' ? `Ort x${stop}x${day.world.serviceDate.replaceAll('-', '')}` : null;
  await day.phone.give('deliver', { stopId: stopId(day, stop), how, ...(place === null ? {} : { place }) });
  settleStop(day.world, stop, { at, how, reason: null, place });
}
