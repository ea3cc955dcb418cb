import type { Command, DriverStop } from '@doorstep/contract';
import { describe, expect, it } from 'vitest';
import { findTask, nextTask, remainingStops } from './door-task.ts';
import { type Foreseen, foreseeRoute, type Route } from './foresee-route.ts';

const at = '2026-06-09T10:00:00Z';

function parcel(id: string, recipientName: string, state = 'on_its_way'): DriverStop['parcels'][number] {
  const yes = { answer: true, sentence: null };
  return { id, parcelNumber: id, recipientName, state, mayBeLeft: yes, safePlace: null, photo: yes };
}

function stop(id: string, parcels: DriverStop['parcels']): DriverStop {
  const address = { addressLine: `${id} 1`, postcode: '91207', city: 'Lauf', lat: 49.5, lon: 11.2 };
  return { id, sequence: 1, ...address, plannedArrivalAt: at, serviceSeconds: 60, status: 'open', parcels };
}

const route: Route = {
  id: 'rte_1',
  serviceDate: '2026-06-09',
  timeZone: 'Europe/Berlin',
  phase: 'started',
  duty: 'driving',
  planVersion: 1,
  nextStopId: 'a',
  watching: 'none',
  positions: [],
  otherPhoneActive: false,
  plannedStartAt: at,
  depot: { name: 'West', lat: 49.5, lon: 11.2 },
  stops: [
    stop('a', [parcel('a1', 'Vogt'), parcel('a2', 'Kern'), parcel('a3', 'Vogt')]),
    stop('b', [parcel('b1', 'Lindner')]),
    stop('c', [parcel('c1', 'Fuchs')]),
  ],
};

const base = { id: '1', at };
const after = (...commands: readonly Foreseen[]) => foreseeRoute(route, commands);
const deliver = (stopId: string, parcelIds?: string[]): Command => ({
  ...base,
  type: 'deliver',
  stopId,
  how: 'safe_place',
  ...(parcelIds ? { parcelIds } : {}),
});

describe('what the driver sees at once, before the server has heard of it', () => {
  it('is the next name at the same door, for a picture proves one recipient’s parcels, then the next stop', () => {
    expect(nextTask(route)).toMatchObject({ bell: 'Vogt', othersHere: 1, parcels: [{ id: 'a1' }, { id: 'a3' }] });
    const once = after(deliver('a', ['a1', 'a3']));
    expect(nextTask(once)).toMatchObject({ bell: 'Kern', othersHere: 0, parcels: [{ id: 'a2' }] });
    expect(nextTask(foreseeRoute(once, [deliver('a', ['a2'])]))?.stop.id).toBe('b');
  });

  it('is an attempt’s stop done, and the whole stop where no parcels are named', () => {
    const gone = after({ ...base, type: 'attempt', stopId: 'a', reason: 'nobody_home' });
    expect(gone.stops[0]).toMatchObject({ status: 'completed' });
    expect(remainingStops(gone).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('is an undone delivery’s parcels at the door again, and nobody else’s', () => {
    const both = [deliver('a', ['a2']), deliver('a', ['a1', 'a3'])];
    const undone = after(...both, { ...base, type: 'undo', stopId: 'a', parcelIds: ['a1', 'a3'] });
    expect(nextTask(undone)).toMatchObject({ bell: 'Vogt', othersHere: 0 });
  });

  it('is the named stop first, until it is done', () => {
    const named = after({ ...base, type: 'next_stop', stopId: 'c' });
    expect(remainingStops(named).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(remainingStops(foreseeRoute(named, [deliver('c')])).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('is, on a screen opened for one bell, that bell’s open parcels only, and nothing once they are done', () => {
    const opened = { stopId: 'a', parcelIds: ['a1', 'a3'] };
    expect(findTask(after(deliver('a', ['a1'])), opened)).toMatchObject({ bell: 'Vogt', parcels: [{ id: 'a3' }] });
    expect(findTask(after(deliver('a', ['a1', 'a3'])), opened)).toBeNull();
    expect(findTask({ ...route, stops: [] }, opened)).toBeNull();
  });

  it('is the start, the break and the end', () => {
    expect(
      foreseeRoute({ ...route, phase: 'planned' }, [{ ...base, type: 'start_route', routeId: 'rte_1' }]).phase,
    ).toBe('started');
    expect(after({ ...base, type: 'take_break' }).duty).toBe('on_break');
    expect(after({ ...base, type: 'take_break' }, { ...base, type: 'resume' }).duty).toBe('driving');
    expect(after({ ...base, type: 'finish_route' }).phase).toBe('finished');
  });
});
