import type { DriverStop } from '@doorstep/contract';
import { describe, expect, it } from 'vitest';
import { nextTask } from './door-task.ts';
import { type DeliverHow, leftWhere, placeOfEnd, visitEnds } from './ending.ts';
import type { Route } from './foresee-route.ts';
import { photoWhere } from './photo-where.ts';

type Parcel = DriverStop['parcels'][number];
type Photo = Parcel['photo'];

const yes: Photo = { answer: true, sentence: null };
const hows: readonly DeliverHow[] = [
  'recipient',
  'household',
  'neighbour',
  'reception',
  'safe_place',
  'mailbox',
  'locker',
];
const askedOf = (photo: Photo) => Object.fromEntries(hows.map((how) => [how, photoWhere({ photo }, how)]));

describe('the camera', () => {
  it('opens where a parcel is left, and not where somebody takes it', () => {
    expect(askedOf(yes)).toEqual({
      recipient: 'no',
      household: 'no',
      neighbour: 'no',
      reception: 'no',
      safe_place: 'may',
      mailbox: 'may',
      locker: 'may',
    });
  });

  it('opens at a neighbour’s and a reception too where the route says so, and never for the recipient’s own hands', () => {
    expect(askedOf({ ...yes, atNeighbour: true })).toMatchObject({
      recipient: 'no',
      household: 'no',
      neighbour: 'may',
      reception: 'may',
    });
  });

  it('must take a picture where the route says so, wherever it opens', () => {
    expect(askedOf({ ...yes, mandatory: true, atNeighbour: true })).toMatchObject({
      recipient: 'no',
      neighbour: 'must',
      safe_place: 'must',
      locker: 'must',
    });
    expect(photoWhere({ photo: { ...yes, mandatory: true } }, 'reception')).toBe('no');
  });

  it('stays shut everywhere where the route says no, whatever else it says', () => {
    const no: Photo = { answer: false, sentence: 'Hier kein Foto', mandatory: true };
    expect(new Set(Object.values(askedOf(no)))).toEqual(new Set(['no']));
  });
});

describe('the task at a door', () => {
  const parcel = (id: string, special: Partial<Parcel>): Parcel => ({
    id,
    parcelNumber: id,
    recipientName: 'Vogt',
    state: 'on_its_way',
    mayBeLeft: { answer: true, sentence: null },
    safePlace: null,
    photo: yes,
    ...special,
  });
  const taskOf = (...specials: Partial<Parcel>[]) => {
    const stop: DriverStop = {
      id: 'a',
      sequence: 1,
      addressLine: 'Nordring 1',
      postcode: '91207',
      city: 'Lauf',
      lat: 49.5,
      lon: 11.2,
      plannedArrivalAt: '2026-06-09T10:00:00Z',
      serviceSeconds: 60,
      status: 'open',
      parcels: specials.map((special, index) => parcel(`p${index}`, special)),
    };
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
      plannedStartAt: '2026-06-09T10:00:00Z',
      depot: { name: 'West', lat: 49.5, lon: 11.2 },
      stops: [stop],
    };
    const task = nextTask(route);
    if (task === null) throw new Error('there is something to do');
    return task;
  };
  const idsOf = (...specials: Partial<Parcel>[]) => taskOf(...specials).parcels.map(({ id }) => id);
  const together = (...photos: Photo[]) => idsOf(...photos.map((photo) => ({ photo })));

  it('keeps apart what must be photographed and what need not be, behind one bell', () => {
    expect(together(yes, { ...yes, mandatory: true }, yes)).toEqual(['p0', 'p2']);
    expect(together(yes, { ...yes, atNeighbour: true })).toEqual(['p0']);
  });

  it('keeps apart what different wishes are about, and says at the end that it was done despite one', () => {
    const wish = { code: 'no_neighbour', sentence: 'Nicht in die Nachbarschaft' } as const;
    const weber = { code: 'neighbour', sentence: 'Wunsch: bei Weber', neighbour: 'Weber' } as const;
    expect(idsOf({ wish }, {}, { wish: weber }, { wish })).toEqual(['p0', 'p3']);
    expect(taskOf({ wish: weber }).wish).toEqual(weber);
    const ending = { type: 'deliver', how: 'neighbour', place: 'Yıldız', despiteWish: true } as const;
    const [arrive, deliver] = visitEnds(taskOf({ wish }), ending, null, null);
    expect(arrive).toEqual({ type: 'arrive', stopId: 'a' });
    expect(deliver).toEqual({ ...ending, stopId: 'a', parcelIds: ['p0'] });
  });

  it('leaves it where that was said: in the mailbox, in the locker of the order, at the place; each a matter of its own', () => {
    const ends = [{ mailbox: true }, { locker: 'Fach 12' }, { safePlace: 'Carport' }, {}];
    expect(ends.map((special) => leftWhere(taskOf(special)))).toEqual([
      { type: 'deliver', how: 'mailbox' },
      { type: 'deliver', how: 'locker' },
      { type: 'deliver', how: 'safe_place', place: 'Carport' },
      { type: 'deliver', how: 'safe_place' },
    ]);
    expect(idsOf({ mailbox: true }, {}, { mailbox: true })).toEqual(['p0', 'p2']);
    expect(idsOf({ locker: 'Fach 12' }, { locker: 'Fach 13' })).toEqual(['p0']);
  });

  it('tells the driver each note of the parcels behind one bell once, whichever parcel has it', () => {
    const place = { safePlace: 'Carport', safePlaceNote: 'Tor klemmt' };
    const task = taskOf(
      { safePlace: 'Carport' },
      { ...place, standingNote: 'Hund im Garten' },
      { ...place, standingNote: 'Hund im Garten' },
      { safePlace: 'Carport', standingNote: 'Klingel defekt' },
    );
    expect(task).toMatchObject({
      safePlaceNotes: ['Tor klemmt'],
      standingNotes: ['Hund im Garten', 'Klingel defekt'],
    });
    expect(task.parcels).toHaveLength(4);
  });

  it('ends with the time and the place of its picture, also where that place was not known', () => {
    const here = { lat: 49.5, lon: 11.2, accuracyMetres: 8, fixedAt: 0, speedMetresPerSecond: 0, headingDegrees: null };
    const photo = { id: 'photo-1', takenAt: Date.parse('2026-06-09T10:00:00Z') };
    const [, deliver] = visitEnds(taskOf({}), { type: 'deliver', how: 'mailbox' }, photo, here);
    expect(deliver).toMatchObject({ photoId: 'photo-1', photoTakenAt: '2026-06-09T10:00:00.000Z' });
    const byTheVan = () => here;
    expect(placeOfEnd({ place: null }, byTheVan)).toBeNull();
    expect(placeOfEnd({ place: { ...here, lat: 49.6 } }, byTheVan)?.lat).toBe(49.6);
    expect(placeOfEnd(null, byTheVan)).toBe(here);
  });
});
