import type { ParcelListItem } from '@doorstep/contract/parcel-view.ts';
import { clockTime, dayIn } from '@doorstep/domain/text/dates.ts';
import { requireSession } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const cursor = event.url.searchParams.get('after');
  const list = await services.listParcels(session, language, cursor);
  const now = services.now();
  // What comes or came today stands on top, the one that is on its way first of all.
  const isToday = (parcel: ParcelListItem) => parcel.live || parcel.serviceDate === dayIn(parcel.timeZone, now);
  const ofToday = cursor === null ? list.parcels.filter(isToday) : [];
  const [first, ...others] = [...ofToday].sort((a, b) => Number(b.live) - Number(a.live));
  const live = first?.live ? first : null;
  return {
    email: session.email,
    live,
    today: live ? others : ofToday,
    rows: list.parcels.filter((parcel) => !ofToday.includes(parcel)),
    liveUrl: live ? `/api/v1/me/parcels/${encodeURIComponent(live.id)}/live` : null,
    asOf: clockTime(language, list.parcels[0]?.timeZone ?? 'Europe/Berlin', now),
    nextCursor: list.nextCursor,
    isFirstPage: cursor === null,
    now,
  };
};
