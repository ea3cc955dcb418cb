import { requireSession } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const cursor = event.url.searchParams.get('after');
  const list = await services.listParcels(session, language, cursor);
  const [first, ...others] = [...list.parcels].sort((a, b) => Number(b.live) - Number(a.live));
  const live = first?.live && cursor === null ? first : null;
  return {
    email: session.email,
    live,
    rows: live ? others : list.parcels,
    nextCursor: list.nextCursor,
    isFirstPage: cursor === null,
    now: services.now(),
  };
};
