import { type PlannedDay, planDay, type VanOfDay } from '../packages/simulator/town/plan-day.ts';
import type { Roads } from '../packages/simulator/town/road-graph.ts';
import type { House, Town } from '../packages/simulator/town/town.ts';
import { type Manners, mannersOf } from '../packages/simulator/vans/manners.ts';
import { instantOn, timeZone } from './local-time.ts';
import { johanna, margarete, nearDriver, ownFleet, theo } from './people.ts';

/** The stop of hers on the near van's tour, from 1. When the curtain rises three stops come before it. */
export const nearPosition = 18;
export const servedAtCurtain = nearPosition - 4;

interface VanCast {
  readonly driver: string;
  readonly plate: string;
  readonly startsAt: string;
  readonly stops: number;
  /** At the door, from and to; as usual where left out. */
  readonly serviceSeconds?: readonly [least: number, most: number];
}

const cast: readonly VanCast[] = [
  { driver: nearDriver, plate: 'KE 101', startsAt: '10:20', stops: 44, serviceSeconds: [25, 45] },
  { driver: 'Katrin Vogel', plate: 'KE 102', startsAt: '10:10', stops: 64 },
  { driver: 'Pavel Dvořák', plate: 'KE 103', startsAt: '10:05', stops: 88 },
  { driver: 'Sevda Yıldız', plate: 'KE 104', startsAt: '10:05', stops: 120 },
];

/** Not every door gets a parcel: a town with few addresses gets fewer vans. */
const housesPerStop = 1.7;
/** Addresses that even one van needs. */
export const leastHouses = Math.ceil((cast[0]?.stops ?? 0) * housesPerStop);

export interface DemoPlan extends PlannedDay {
  readonly vans: readonly { readonly driver: string; readonly manners: Manners; readonly seed: number }[];
  /** When the near van has three stops left before hers: the moment at which a visitor comes in. */
  readonly curtainAt: number;
  /** How many stops each van has served by then. */
  readonly servedByThen: readonly number[];
}

/** The same seed gives every day the same tours, so that people keep their addresses. */
export function planOfDay(input: { town: Town; roads: Roads; day: string; seed: number }): DemoPlan {
  const { town, roads, day, seed } = input;
  const vans = castFor(town).map(({ driver, plate, startsAt, stops, serviceSeconds }, index) => {
    // Where somebody watches, the day goes as planned: what a visitor sees first is the usual case.
    const quiet = index === 0 ? { quietFrom: 1, quietTo: nearPosition + 1 } : null;
    const manners = mannersOf(seed * 100 + index, stops, quiet);
    const van: VanOfDay = {
      van: plate,
      driver,
      reference: `T-${index + 1}`,
      plannedStartAt: instantOn(day, startsAt),
      stops,
      breakAfter: manners.breakAfter,
      ...(serviceSeconds === undefined ? {} : { serviceSeconds }),
    };
    return { van, driver, manners, seed: seed * 100 + index };
  });
  const lastVan = vans.length - 1;
  const farPosition = (vans[lastVan]?.van.stops ?? nearPosition) - 10;
  const planned = planDay({
    town,
    roads,
    serviceDate: day,
    timeZone,
    seed,
    carrier: ownFleet,
    vans: vans.map(({ van }) => van),
    guests: [
      {
        key: 'near',
        van: 0,
        position: nearPosition,
        house: null,
        parcel: parcelFor(johanna, 'Buchhandlung Dienstbier', `BD-${day.replaceAll('-', '')}`),
      },
      {
        key: 'far',
        van: lastVan,
        position: farPosition,
        house: null,
        parcel: parcelFor(theo, 'Fahrrad Ehrlich', `FE-${day.replaceAll('-', '')}`),
      },
      {
        key: 'opted_out',
        van: Math.min(2, lastVan),
        position: 5,
        house: null,
        parcel: parcelFor(margarete, 'Wollstube Nadolny', `WN-${day.replaceAll('-', '')}`),
      },
    ],
  });
  const last = planned.document.routes[0]?.stops[servedAtCurtain - 1];
  const curtainAt = Date.parse(last?.plannedArrivalAt ?? '') + (last?.serviceSeconds ?? 0) * 1_000;
  return {
    ...planned,
    vans: vans.map(({ driver, manners, seed: vanSeed }) => ({ driver, manners, seed: vanSeed })),
    curtainAt,
    servedByThen: planned.document.routes.map((route, index) =>
      index === 0
        ? servedAtCurtain
        : route.stops.filter(
            ({ plannedArrivalAt = '', serviceSeconds = 0 }) =>
              Date.parse(plannedArrivalAt) + serviceSeconds * 1_000 <= curtainAt,
          ).length,
    ),
  };
}

/** Where the recipient lives whose van is near. */
export function homeOf({ guests }: DemoPlan): House {
  const home = guests.find(({ key }) => key === 'near')?.house;
  if (home === undefined) throw new Error("the demo's recipient lives nowhere");
  return home;
}

function castFor(town: Town): readonly VanCast[] {
  let stops = 0;
  return cast.filter((van) => {
    stops += van.stops;
    return stops * housesPerStop <= town.houses.length;
  });
}

function parcelFor(person: { name: string; email: string }, merchant: string, orderNumber: string) {
  return { orderNumber, merchant, recipientName: person.name, recipientEmail: person.email };
}
