import type { DriverRoute, DriverStop } from '@doorstep/contract';
import {
  excludesNeighbours,
  type Language,
  leaveFactsOf,
  mayBeLeft,
  mayBePhotographed,
  nextStopId,
  photoSettingsInForce,
  placeInForce,
  reasonSentence,
  type StopProgress,
  sentenceForDriver,
  toRfc3339,
  type VisibilitySettings,
  watchingStep,
  wishAtDoor,
  wishForDriver,
  wishInForce,
} from '@doorstep/domain';
import type { Device, DeviceRegistry } from '../../access/devices.ts';
import type { Db } from '../../db/open-database.ts';
import { wishesFrom } from '../../db/standing-wishes.ts';
import type { FanOut } from '../../live/fan-out.ts';
import type { PositionSources } from '../../live/position-sources.ts';
import type { RouteBook } from '../../live/route-book.ts';
import type { Clock } from '../../ports/clock.ts';
import { findRouteOfToday, readDriverRoute } from './driver-route.store.ts';

export interface SeeDriverRouteDeps {
  readonly db: Db;
  readonly routeBook: RouteBook;
  readonly clock: Clock;
  readonly visibility: VisibilitySettings;
  /** Setting: other countries ask for no permission (rules.md section 3). */
  readonly leaveWithoutPermission: boolean;
  readonly devices: Pick<DeviceRegistry, 'otherWasHeard'>;
  readonly fanOut: Pick<FanOut, 'countWatching'>;
  readonly positionSources: Pick<PositionSources, 'read'>;
}

const otherPhoneMillis = 30_000;

type RouteFound = NonNullable<Awaited<ReturnType<typeof readDriverRoute>>>;
type ParcelRow = RouteFound['parcels'][number];

/** The driver's own route of today, stops in the order of the confirmed plan; `route` null where there is none. */
export async function seeDriverRoute(
  deps: SeeDriverRouteDeps,
  device: Device,
  language: Language,
): Promise<DriverRoute> {
  const now = deps.clock.now();
  const serverAt = toRfc3339(now);
  const routeId = await findRouteOfToday(deps.db, device.driverId, now);
  const [live, found] =
    routeId === null
      ? [null, null]
      : await Promise.all([deps.routeBook.open(routeId), readDriverRoute(deps.db, routeId)]);
  if (!live || !found) return { serverAt, route: null };

  const parcelsOf = Map.groupBy(found.parcels, (parcel) => parcel.stop_id);
  const { route } = found;
  return {
    serverAt,
    route: {
      id: route.id,
      serviceDate: route.service_date,
      timeZone: route.time_zone,
      phase: live.state.phase,
      duty: live.state.duty,
      planVersion: live.state.planVersion,
      nextStopId: nextStopId(live.state),
      watching: watchingStep(deps.fanOut.countWatching(route.id)),
      positions: deps.positionSources.read(device.driverId),
      otherPhoneActive: deps.devices.otherWasHeard(device, otherPhoneMillis),
      plannedStartAt: route.planned_start_at.toISOString(),
      depot: { name: route.depot_name, lat: route.depot_lat, lon: route.depot_lon },
      stops: live.state.stops.flatMap((stop, index) =>
        driverStop(stop, index, parcelsOf.get(stop.stopId) ?? [], deps, language),
      ),
      ...(found.postponed.length > 0 ? { postponed: found.postponed.map(postponedParcel) } : {}),
    },
  };
}

function postponedParcel(row: RouteFound['postponed'][number]) {
  return {
    parcelNumber: row.parcel_number,
    recipientName: row.recipient_name,
    addressLine: [row.street, row.house_number].filter(Boolean).join(' '),
    toDay: row.to_day,
  };
}

function driverStop(
  stop: StopProgress,
  index: number,
  parcels: readonly ParcelRow[],
  settings: LeaveSettings,
  language: Language,
): DriverStop[] {
  const address = parcels[0];
  // A stop whose parcels have all moved to another attempt elsewhere is no longer this driver's business.
  if (!address) return [];
  return [
    {
      id: stop.stopId,
      sequence: index + 1,
      addressLine: [address.street, address.house_number].filter(Boolean).join(' '),
      postcode: address.postcode,
      city: address.city,
      lat: stop.lat,
      lon: stop.lon,
      plannedArrivalAt: toRfc3339(stop.plannedArrivalAt),
      serviceSeconds: stop.serviceSeconds,
      status: stop.completedAt !== null ? 'completed' : stop.arrivedAt !== null ? 'arrived' : 'open',
      parcels: parcels.map((parcel) => driverParcel(parcel, settings, language)),
    },
  ];
}

type LeaveSettings = Pick<SeeDriverRouteDeps, 'visibility' | 'leaveWithoutPermission'>;

function driverParcel(parcel: ParcelRow, settings: LeaveSettings, language: Language) {
  const goods = { confidential: parcel.confidential, merchantRequiresHandOver: parcel.hand_over_only };
  const { wish, neighbour } = wishAtDoor(wishInForce(wishesFrom(parcel.wishes)), goods);
  const { said_of_place: said, fits_mailbox: fitsMailbox, locker } = parcel;
  const facts = { ...goods, said, wish, fitsMailbox, locker };
  const place = placeInForce(facts);
  const inForce = photoSettingsInForce(parcel.photo_settings ?? {}, {
    draw: parcel.photo_draw,
    regionHasPhotos: parcel.photos,
    leaveWithoutPermission: settings.leaveWithoutPermission,
  });
  const leave = mayBeLeft({
    ...leaveFactsOf(facts, place),
    permissionNotNeeded: inForce.permissionNotNeeded,
    neighbourExcluded: excludesNeighbours(wish),
  });
  const photoWhere = (how: 'safe_place' | 'neighbour') =>
    mayBePhotographed({
      otherCarrier: parcel.carrier_kind === 'other',
      confidential: parcel.confidential,
      recipientChoice: parcel.photo_choice,
      how,
      photosAtThirdPartyHandOver: inForce.photosAtThirdPartyHandOver,
      photosOn: inForce.photosOn,
      inSample: inForce.inSample,
      mandatory: inForce.mandatory,
    });
  const left = photoWhere('safe_place');
  const photo = sentenceForDriver(left, language);
  return {
    id: parcel.id,
    parcelNumber: parcel.parcel_number,
    recipientName: parcel.recipient_name,
    state: parcel.state,
    ...(parcel.not_my_door && parcel.state === 'delivered' ? { notMyDoor: true } : {}),
    mayBeLeft: {
      answer: leave.answer === 'yes',
      sentence: leave.reason === null ? null : reasonSentence(leave.reason, language, settings.visibility),
    },
    safePlace: place.place,
    ...(place.note === null ? {} : { safePlaceNote: place.note }),
    ...(place.mailbox ? { mailbox: true } : {}),
    ...(place.locker === null ? {} : { locker: place.locker }),
    ...(said.standing.note === null ? {} : { standingNote: said.standing.note }),
    ...(wish === 'usual' ? {} : { wish: { code: wish, ...wishForDriver(wish, neighbour, language) } }),
    photo: {
      answer: photo.mayPhotograph,
      sentence: photo.sentence,
      ...(left.photo?.mandatory ? { mandatory: true } : {}),
      ...(photoWhere('neighbour').answer === 'yes' ? { atNeighbour: true } : {}),
    },
  };
}
