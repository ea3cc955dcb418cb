import type { ParcelLinks } from '@doorstep/contract/guests.ts';
import type { PageServices } from '@doorstep/contract/page-services.ts';
import type { ParcelViewMessage } from '@doorstep/contract/parcel-view.ts';
import { error, fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { readText } from './form.ts';
import type { RecipientHere } from './recipient-part.ts';

type Here = Omit<RecipientHere, 'photosFor'>;

/** Who may look without an account, and the form by which a pass is made: the same with an account and by a link. */
export function passesPageOf(
  services: Pick<PageServices, 'now'>,
  seen: {
    readonly view: ParcelViewMessage;
    readonly links: ParcelLinks;
    readonly url: URL;
    readonly backPath: string;
    /** The reader came by one of the links that can be revoked here. */
    readonly isByLink: boolean;
  },
) {
  const { view, links, url, backPath, isByLink } = seen;
  return {
    backPath,
    isByLink,
    timeZone: view.timeZone,
    now: services.now(),
    links,
    revoked: url.searchParams.get('done') === 'revoked',
  };
}
export type PassesPage = ReturnType<typeof passesPageOf>;

/** `find` answers whose page it is, or ends the request. */
export function passActions(find: (event: RequestEvent) => Promise<Here>) {
  return {
    make: async (event: RequestEvent) => {
      const here = await find(event);
      const name = readText(await event.request.formData(), 'name');
      const answer = await event.locals.services.guests.makePass(here.asker, here.parcelId, name);
      // The link is shown on this answer alone: an address with it would stand in the browser's history.
      if (answer.ok) return { made: answer.pass };
      return answer.code === 'not_found' ? error(404) : fail(409, { refused: answer.code, name });
    },
    revoke: async (event: RequestEvent) => {
      const here = await find(event);
      const linkId = readText(await event.request.formData(), 'link');
      if (!(await event.locals.services.guests.revokeLink(here.asker, here.parcelId, linkId))) error(404);
      redirect(303, `${here.path}/passes?done=revoked`);
    },
  };
}

type Answer = Awaited<ReturnType<ReturnType<typeof passActions>['make']>>;
type Refused = Extract<Answer, { status: number }>['data'];
type Made = Exclude<Answer, { status: number }>;
/** What came of the form. */
export type PassForm = (Partial<Made> & Partial<Refused>) | null;
