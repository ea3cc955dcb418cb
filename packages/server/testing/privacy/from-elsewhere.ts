// What others do meanwhile: the dispatcher to the plan, people to their own pages, the operator to a region.
import { writeShows } from '../../shows/write-shows.ts';
import { stopId } from './driving.ts';
import { type Chance, regionShows } from './invent-day.ts';
import { openOf } from './order-restated.ts';
import type { Day, Step } from './the-day.ts';
import { plan, type Shows } from './world.ts';

export function dispatched(day: Day, chance: Chance): Step {
  const verb = chance.pick(['sequence', 'confirm', 'confirm', 'van'] as const);
  const order = shuffled(openOf(day.world.order), chance);
  return {
    what: `the dispatcher: ${verb}`,
    carryOut: async () => {
      const { server, dispatcher } = day.stage;
      const url = `/api/v1/dispatch/routes/${day.route.routeId}`;
      const { planVersion } = (await server.app.inject({ url, headers: dispatcher })).json();
      const more = { sequence: { stopIds: order.map((stop) => stopId(day, stop)) }, van: { van: 'FH-2' }, confirm: {} };
      const payload = JSON.stringify({ planVersion, ...more[verb] });
      const answer = await server.app.inject({ method: 'POST', url: `${url}/${verb}`, headers: dispatcher, payload });
      if (answer.statusCode !== 200) throw new Error(`${verb} was answered ${answer.statusCode}: ${answer.body}`);
      const now = server.clock.now();
      if (verb === 'sequence') plan.resequence(day.world, order, now);
      else if (verb === 'van') plan.exchangeVan(day.world, now);
      else plan.confirm(day.world, now);
    },
  };
}

function shuffled(stops: readonly number[], chance: Chance): number[] {
  return stops
    .map((stop) => ({ stop, by: chance.next() }))
    .sort((a, b) => a.by - b.by)
    .map(({ stop }) => stop);
}

export function switchMap(day: Day, chance: Chance): Step {
  const person = chance.pick(day.stage.people);
  const { mapOff, photosOff, server } = day.stage;
  const [map, deliveryPhotos] = [chance.is(0.3) ? 'off' : 'on', chance.is(0.3) ? 'off' : 'close_up'];
  return {
    what: `p${person.account} sets map ${map}, photos ${deliveryPhotos}`,
    carryOut: async () => {
      const answer = await server.app.inject({
        method: 'PUT',
        url: '/api/v1/me/preferences',
        headers: { ...person.headers, 'content-type': 'application/json' },
        payload: JSON.stringify({ map, deliveryPhotos }),
      });
      if (answer.statusCode !== 200) throw new Error(`preferences were answered ${answer.statusCode}`);
      for (const [set, isOff] of [
        [mapOff, map === 'off'],
        [photosOff, deliveryPhotos === 'off'],
      ] as const)
        if (isOff) set.add(person.account);
        else set.delete(person.account);
    },
  };
}

/** The operator changes what a whole region shows. */
export function changeRegion(day: Day, chance: Chance): Step {
  const shows = chance.pick<Shows>([
    regionShows,
    { position: 'never' },
    { count: { stops: 3 } },
    { position: { stops: 3 } },
  ]);
  return {
    what: `the region shows ${JSON.stringify(shows)}`,
    carryOut: async () => {
      const { db } = day.stage.server.database;
      const stored = Object.fromEntries(
        Object.entries(shows).map(([field, rule]) => [
          field,
          typeof rule === 'object' ? { stops: null, metres: null, minutes: null, ...rule } : rule,
        ]),
      );
      await db.transaction().execute((trx) => writeShows(trx, { level: 'region', name: 'Feldheim' }, stored));
      day.stage.regionShows = shows;
      for (const parcel of day.world.parcels) if (parcel.regionHasMap) parcel.shows = [shows, ...parcel.shows.slice(1)];
    },
  };
}
