import type { ImportDepot, ImportParcel, RouteImportDocument } from '../packages/contract/index.ts';
import { boxAround } from '../packages/domain/index.ts';
import { fetchRoute } from '../packages/simulator/device.ts';
import type { House } from '../packages/simulator/town/town.ts';
import { createSender } from '../packages/simulator/vans/sender.ts';
import type { Picture } from '../packages/simulator/vans/van.ts';
import { deliveryDayBefore, instantOn, rfc3339On } from './local-time.ts';
import { anton, johanna, nearDriver, ownFleet, safePlace } from './people.ts';
import type { Phones } from './phones.ts';
import type { Recipient } from './recipient.ts';
import { type DemoStage, importDay, jumpTo, parcelIdOf } from './stage.ts';
import { takePictureAt } from './take-picture.ts';

/** Thirty days, the server's own standard, and an hour. */
const photoRetentionMillis = (30 * 24 + 1) * 3_600_000;

const longestToSendMillis = 120_000;

interface PastVisit {
  readonly daysAgo: number;
  readonly parcel: Pick<
    ImportParcel,
    'parcelNumber' | 'orderNumber' | 'merchant' | 'confidential' | 'gift' | 'buyerEmail'
  >;
  /** Announced on that day too, but brought by somebody else. */
  readonly elsewhere?: Pick<ImportParcel, 'parcelNumber' | 'orderNumber' | 'merchant' | 'carrier'>;
  readonly end: 'left' | 'handed_over' | 'nobody_home';
  /** Her choice of that day. */
  readonly photos: boolean;
}

export const photoParcelNumber = 'LB-2290471';
/** Its photo is renewed in time: thirty days after its delivery it is deleted. */
export const photoDaysAgo = 5;
export const giftParcelNumber = 'LB-2298113';

/** One day each, so that her order list shows every way in which a delivery may end. Oldest first. */
const visits: readonly PastVisit[] = [
  {
    daysAgo: 36,
    parcel: { parcelNumber: 'LB-1987350', orderNumber: 'KW-30118', merchant: 'Korbwaren Wiesinger' },
    end: 'left',
    photos: true,
  },
  {
    daysAgo: 17,
    parcel: { parcelNumber: 'LB-2140036', orderNumber: 'GT-5507', merchant: 'Gartenbedarf Tremmel' },
    end: 'left',
    photos: false,
  },
  {
    daysAgo: 9,
    parcel: {
      parcelNumber: 'LB-2218804',
      orderNumber: 'AL-88-120',
      merchant: 'Apotheke am Lindenplatz',
      confidential: true,
    },
    end: 'handed_over',
    photos: true,
  },
  {
    daysAgo: photoDaysAgo,
    parcel: { parcelNumber: photoParcelNumber, orderNumber: 'TH-71342', merchant: 'Teehandel Hollerbach' },
    end: 'left',
    photos: true,
  },
  {
    daysAgo: 3,
    parcel: {
      parcelNumber: giftParcelNumber,
      orderNumber: 'MH-4410',
      merchant: 'Musikhaus Ostertag',
      gift: true,
      buyerEmail: anton.email,
    },
    end: 'left',
    photos: true,
  },
  {
    daysAgo: 1,
    parcel: { parcelNumber: 'LB-2301965', orderNumber: 'SF-9921', merchant: 'Schuhhaus Fellner' },
    elsewhere: {
      parcelNumber: 'JB-77-120-4',
      orderNumber: 'KR-2071',
      merchant: 'Keramik Rottland',
      carrier: { name: 'Jurabote', trackingUrl: 'https://jurabote.example/sendung/77-120-4' },
    },
    end: 'nobody_home',
    photos: true,
  },
];

/**
 * Lives through the days before today: the clock stands at each of them in turn, and recipient and driver do what they
 * did, through the same doors as today. What is too old by now is then gone by the server's own rules.
 */
export async function livePastDays(
  stage: DemoStage,
  input: Living & { today: string; pictures: PastPictures },
): Promise<void> {
  let oldestPhotoAt = Number.POSITIVE_INFINITY;
  for (const visit of visits) {
    const day = dayOf(visit, input.today);
    const morningAt = instantOn(day, '07:00');
    // The server deletes a photo on the day it is due; the clock must not leap over that day.
    const dueAt = oldestPhotoAt + photoRetentionMillis;
    if (dueAt < morningAt) {
      await jumpTo(stage, dueAt);
      oldestPhotoAt = Number.POSITIVE_INFINITY;
    }
    await liveVisit(stage, input, { day, visit, picture: input.pictures.get(visit) });
    oldestPhotoAt = Math.min(oldestPhotoAt, stage.clock.now());
  }
}

/**
 * One more delivery with a photo, on a day of its own: for a demo that has run so long that the photo of its past is
 * about to be deleted. Answers the parcel's number.
 */
export async function liveAnotherPhotoDay(stage: DemoStage, input: Living, day: string): Promise<string> {
  const parcelNumber = `LB-${day.replaceAll('-', '')}`;
  const parcel = { parcelNumber, orderNumber: `TH-${day.replaceAll('-', '')}`, merchant: 'Teehandel Hollerbach' };
  const visit: PastVisit = { daysAgo: 0, parcel, end: 'left', photos: true };
  await liveVisit(stage, input, { day, visit, picture: pictureAt(input.home, day) });
  return parcelNumber;
}

interface Living {
  readonly home: House;
  readonly depot: ImportDepot;
  readonly phones: Phones;
  readonly recipient: () => Promise<Recipient>;
}

async function liveVisit(
  stage: DemoStage,
  input: Living,
  { day, visit, picture }: { day: string; visit: PastVisit; picture: Promise<Picture> | undefined },
): Promise<void> {
  await jumpTo(stage, instantOn(day, '07:00'));
  await importDay(stage, dayOfOneVisit(day, input, visit));
  const recipient = await input.recipient();
  const parcelId = await parcelIdOf(stage, visit.parcel.parcelNumber);
  if (visit.end === 'left') await recipient.put(`/api/v1/me/parcels/${parcelId}/drop-off`, { place: safePlace });
  if (!visit.photos) await recipient.put('/api/v1/me/preferences', { deliveryPhotos: 'off' });
  // Some hours on; what is due on this day the house has done this morning.
  stage.clock.jumpTo(instantOn(day, '10:20'));
  await drive(stage, await input.phones.of(nearDriver), { day, home: input.home, visit, picture });
  if (!visit.photos) await recipient.put('/api/v1/me/preferences', { deliveryPhotos: 'close_up' });
}

const dayOf = ({ daysAgo }: PastVisit, today: string) => deliveryDayBefore(today, daysAgo);
const doneAt = (day: string) => rfc3339On(day, '10:08:30');

export type PastPictures = ReadonlyMap<PastVisit, Promise<Picture>>;

/** All pictures of the past at once: each takes half a second, and they are drawn beside everything else. */
export function drawPastPictures({ today, home }: { today: string; home: House }): PastPictures {
  const photographed = visits.filter(({ end, photos }) => end === 'left' && photos);
  return new Map(photographed.map((visit) => [visit, pictureAt(home, dayOf(visit, today))]));
}

/** Her doorstep on this day. */
function pictureAt({ street, houseNumber, postcode, place }: House, day: string): Promise<Picture> {
  const doorstep = { addressLine: `${street} ${houseNumber}`, postcode, ...place, parcels: [null] };
  const picture = takePictureAt(doorstep, Date.parse(doneAt(day)));
  // Whoever asks for the picture hears of a failure.
  picture.catch(() => undefined);
  return picture;
}

function dayOfOneVisit(
  day: string,
  { home, depot }: { home: House; depot: ImportDepot },
  { parcel, elsewhere }: PastVisit,
): RouteImportDocument {
  const { street, houseNumber, postcode, city, place } = home;
  return {
    format: 'doorstep-routes/1',
    carrier: { name: ownFleet },
    regions: [{ name: home.city, mapTracking: true, photos: true, polygon: boxAround([home.place], 500) ?? [] }],
    routes: [
      {
        reference: 'T-1',
        serviceDate: day,
        plannedStartAt: rfc3339On(day, '09:30'),
        depot,
        van: 'LB-PX 101',
        driver: { name: nearDriver },
        stops: [
          {
            plannedArrivalAt: rfc3339On(day, '10:05'),
            serviceSeconds: 90,
            address: { street, houseNumber, postcode, city, country: 'DE', ...place },
            parcels: [parcel, ...(elsewhere ? [elsewhere] : [])].map((each) => ({
              ...each,
              recipientName: johanna.name,
              recipientEmail: johanna.email,
            })),
          },
        ],
      },
    ],
  };
}

async function drive(
  stage: DemoStage,
  { token, outbox }: Awaited<ReturnType<Phones['of']>>,
  { day, home, visit, picture }: { day: string; home: House; visit: PastVisit; picture: Promise<Picture> | undefined },
): Promise<void> {
  const fetched = await fetchRoute(stage.url, token);
  const route = fetched.outcome === 'ok' ? fetched.value.route : null;
  const stop = route?.stops[0];
  if (!route || !stop) throw new Error('the demo has no route for a past day');
  await outbox.record({ type: 'start_route', routeId: route.id, at: rfc3339On(day, '09:34') });
  await outbox.recordFix({
    ...home.place,
    accuracyMetres: 6,
    speedMetresPerSecond: 0,
    fixedAt: rfc3339On(day, '10:06:50'),
  });
  await outbox.flush();
  await outbox.record({ type: 'arrive', stopId: stop.id, at: rfc3339On(day, '10:07') });
  const at = doneAt(day);
  if (visit.end === 'nobody_home') await outbox.record({ type: 'attempt', stopId: stop.id, reason: 'nobody_home', at });
  else if (visit.end === 'handed_over') await outbox.record({ type: 'deliver', stopId: stop.id, how: 'recipient', at });
  else {
    const taken = stop.parcels[0]?.photo.answer ? await picture : undefined;
    const left = { type: 'deliver', stopId: stop.id, how: 'safe_place', place: safePlace, at } as const;
    if (taken === undefined) await outbox.record(left);
    else {
      const photoId = crypto.randomUUID();
      await outbox.recordTogether([{ ...left, photoId }], { id: photoId, ...taken });
    }
  }
  await outbox.record({ type: 'finish_route', at: rfc3339On(day, '10:19') });
  // A machine that is busy with builds answers late now and then: the phone tries again, as on the road.
  await createSender(outbox, AbortSignal.timeout(longestToSendMillis), () => undefined).send();
  const sent = await outbox.flush();
  const refused = await outbox.refused();
  if (sent.outcome !== 'empty' || refused.length > 0)
    throw new Error(`the demo's past day was not taken: ${JSON.stringify({ sent, refused })}`);
}
