import type { GuestServices, PageLanguage, ParcelViewMessage } from '@doorstep/contract';
import type { ReadGuest } from '../../access/guests.ts';
import type { OpenLink } from './open-link.ts';
import { listLinks, makePass, type PassesDeps, revokeLink } from './passes.ts';
import {
  askForCode,
  claimParcel,
  codeIsAwaited,
  type ProveContactDeps,
  proveByCode,
  readContact,
} from './prove-contact.ts';

export interface GuestServicesDeps {
  readonly readGuest: ReadGuest;
  readonly openLink: OpenLink;
  readonly passes: PassesDeps;
  readonly proving: ProveContactDeps;
  /** The one door, for this guest. */
  readonly seeParcel: (guestId: string, language: PageLanguage, parcelId: string) => Promise<ParcelViewMessage | null>;
}

/** What the pages of people without an account may ask for. */
export function createGuestServices(deps: GuestServicesDeps): GuestServices {
  const { readGuest, proving, passes } = deps;
  return {
    async see(headers, language, link) {
      const guest = await readGuest(headers, { link });
      const view = guest && (await deps.seeParcel(guest.guestId, language, guest.parcelId));
      if (!guest || !view) return null;
      const mayProve = guest.kind === 'guest' && (await readContact(proving.db, guest.parcelId)) !== null;
      const awaited = mayProve && (await codeIsAwaited(proving, guest));
      return { view, kind: guest.kind, code: awaited ? 'awaited' : mayProve ? 'offered' : 'none' };
    },
    async asker(headers, link) {
      const guest = await readGuest(headers, { link });
      return guest?.kind === 'verified_guest'
        ? { asker: { accountId: guest.guestId }, parcelId: guest.parcelId }
        : null;
    },
    open: deps.openLink,
    async askForCode(headers, language, link) {
      const guest = await readGuest(headers, { link });
      return guest && askForCode(proving, guest, language);
    },
    async proveByCode(headers, link, code) {
      const guest = await readGuest(headers, { link });
      return guest && proveByCode(proving, guest, code);
    },
    async claim(session, headers, link) {
      const guest = await readGuest(headers, { link });
      if (!guest || (await claimParcel(proving, guest, session)) !== 'claimed') return null;
      return guest.parcelId;
    },
    listLinks: ({ accountId: askerId }, parcelId) => listLinks(passes, { askerId, parcelId }),
    makePass: ({ accountId: askerId }, parcelId, name) => makePass(passes, { askerId, parcelId, name }),
    revokeLink: ({ accountId: askerId }, parcelId, linkId) => revokeLink(passes, { askerId, parcelId, linkId }),
  };
}
