import type { EpochMillis } from '@doorstep/domain';
import type { NewPhoto, Outbox } from '@doorstep/outbox';
import type { RouteToDrive } from '../plan-drive.ts';
import type { RoadPlace, Roads } from '../town/road-graph.ts';
import type { Manners } from './manners.ts';

export type Stop = RouteToDrive['stops'][number];

/** The clock a van goes by. It may run faster than real time, be halted, or leap ahead. */
export interface VanClock {
  now(): EpochMillis;
  /** Resolves when the clock shows this instant, or when the signal aborts. */
  sleepUntil(at: EpochMillis, signal?: AbortSignal): Promise<void>;
}

export type Picture = Omit<NewPhoto, 'id'>;

/** One driver's phone and van. The outbox sends with this phone's token, by the same clock. */
export interface Van {
  readonly url: string;
  readonly token: string;
  readonly outbox: Outbox;
  readonly clock: VanClock;
  readonly roads: Roads;
  readonly seed: number;
  readonly manners: Manners;
  /** What the camera sees where parcels of this stop were left; null: this driver has none. */
  readonly takePicture: ((stop: Stop, at: EpochMillis) => Promise<Picture>) | null;
  readonly fetch?: typeof fetch;
  /** A sentence about the drive: the server is away, something was refused. Never a name or an address. */
  readonly say?: (sentence: string) => void;
}

/** What the van did, counted. */
export interface VanTally {
  fixes: number;
  delivered: number;
  attempted: number;
  photos: number;
  /** Stops that somebody else completed by hand. */
  byHand: number;
}

export function createVanTally(): VanTally {
  return { fixes: 0, delivered: 0, attempted: 0, photos: 0, byHand: 0 };
}

/** Where on a road the van stands to serve a stop. */
export function roadPlaceOf(roads: Roads, stop: Stop): RoadPlace {
  return roads.nearest(stop, streetOf(stop.addressLine));
}

/** "Am Alten Markt 7a" without its house number. */
export function streetOf(addressLine: string): string {
  return addressLine.replace(/\s+\d\S*$/, '');
}

/** Positions (from 1) in the order in which the day was planned: they stay when the order of the plan changes. */
export function positionsOf(stops: readonly Stop[]): ReadonlyMap<string, number> {
  const planned = [...stops].sort((a, b) => Date.parse(a.plannedArrivalAt) - Date.parse(b.plannedArrivalAt));
  return new Map(planned.map((stop, index) => [stop.id, index + 1]));
}

/** Waits in real time; ends early where the signal aborts. */
export function waitReally(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
