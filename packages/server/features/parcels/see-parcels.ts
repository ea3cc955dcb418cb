import type { OrderView, ParcelList, ParcelListItem } from '@doorstep/contract';
import {
  isId,
  type Language,
  type ParcelView,
  type RouteState,
  settingsInForce,
  type VisibilitySettings,
  whatViewerSees,
} from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { needsRoute, type RouteBook } from '../../live/route-book.ts';
import type { Clock } from '../../ports/clock.ts';
import { readSeenParcel, readSeenParcels, readSeenParcelsOfOrder, type SeenParcel } from './parcels.store.ts';

export interface SeeParcelsDeps {
  readonly db: Db;
  readonly routeBook: RouteBook;
  readonly clock: Clock;
  /** The instance's own; regions, merchants and parcels narrow them. */
  readonly visibility: VisibilitySettings;
}

const pageSize = 30;

/** One parcel as this account sees it now; null for a stranger's parcel, a malformed id and one that does not exist. */
export async function seeParcel(
  deps: SeeParcelsDeps,
  asker: { accountId: string; language: Language },
  parcelId: string,
): Promise<ParcelView | null> {
  if (!isId('parcel', parcelId)) return null;
  const seen = await readSeenParcel(deps.db, asker.accountId, parcelId);
  return seen && viewOf(deps, seen, asker.language);
}

/** "Meine Bestellungen", newest first. `cursor` is the last id of the page before. */
export async function listParcels(
  deps: SeeParcelsDeps,
  asker: { accountId: string; language: Language },
  cursor: string | null,
): Promise<ParcelList> {
  const before = cursor !== null && isId('parcel', cursor) ? cursor : null;
  const seen = await readSeenParcels(deps.db, asker.accountId, { before, limit: pageSize + 1 });
  const parcels = (await viewsOf(deps, seen.slice(0, pageSize), asker.language)).map(listItem);
  return { parcels, nextCursor: seen.length > pageSize ? (parcels.at(-1)?.id ?? null) : null };
}

/** One order with those of its parcels that are this account's to see. */
export async function seeOrder(
  deps: SeeParcelsDeps,
  asker: { accountId: string; language: Language },
  orderId: string,
): Promise<OrderView | null> {
  if (!isId('order', orderId)) return null;
  const seen = await readSeenParcelsOfOrder(deps.db, asker.accountId, orderId);
  if (seen.length === 0) return null;
  const views = await viewsOf(deps, seen, asker.language);
  const order = { id: orderId, orderNumber: null, orderedAt: null, merchant: null, parcels: views.map(listItem) };
  // What one of the views keeps quiet, the order they share must not tell.
  const showsMerchant = views.length > 0 && views.every(({ merchant }) => merchant !== null);
  if (!showsMerchant) return order;
  const named = await deps.db
    .selectFrom('orders')
    .select(['order_number', 'ordered_at'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  return {
    ...order,
    orderNumber: named.order_number,
    orderedAt: named.ordered_at.toISOString(),
    merchant: views[0]?.merchant ?? null,
  };
}

async function viewOf(deps: SeeParcelsDeps, seen: SeenParcel, language: Language): Promise<ParcelView | null> {
  return whatViewerSees({
    viewer: { kind: seen.kind, language, mapSwitchedOff: seen.mapSwitchedOff },
    parcel: seen.facts,
    route: await routeStateFor(deps.routeBook, seen),
    settings: settingsInForce(deps.visibility, seen.levels),
    now: deps.clock.now(),
  });
}

/** The route that this parcel's view is made of, or null where it needs none. */
export async function routeStateFor(
  routeBook: RouteBook,
  seen: Pick<SeenParcel, 'routeId' | 'facts'>,
): Promise<RouteState | null> {
  if (seen.routeId === null || !needsRoute(seen.facts.state)) return null;
  return (await routeBook.open(seen.routeId))?.state ?? null;
}

async function viewsOf(deps: SeeParcelsDeps, seen: readonly SeenParcel[], language: Language): Promise<ParcelView[]> {
  const views: ParcelView[] = [];
  for (const each of seen) {
    const view = await viewOf(deps, each, language);
    if (view) views.push(view);
  }
  return views;
}

/** A row of the list is a part of the view that the same door minted; nothing is added to it. */
function listItem(view: ParcelView): ParcelListItem {
  return {
    id: view.id,
    orderId: view.orderId,
    merchant: view.merchant,
    headline: view.status.headline,
    detail: view.status.detail,
    serviceDate: view.serviceDate,
    timeZone: view.timeZone,
    state: view.status.state,
    window: view.window,
    stopsAway: view.stopsAway,
    carrier: view.carrier,
    live: view.stopsAway !== null || view.map.shown,
    hasPhoto: view.photo.available,
    noPhotoBecause: view.photo.available || view.status.state !== 'delivered' ? null : view.photo.because.code,
    isGift: view.isGift,
  };
}
