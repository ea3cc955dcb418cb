import type { GuestServices, PageLanguage, ParcelViewMessage } from '@doorstep/contract';
import { isId } from '@doorstep/domain';
import { createGuestReader, readOpenGuests } from '../../access/guests.ts';
import type { Db } from '../../db/open-database.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { createGuestServices } from './guest-services.ts';
import { createLinkOpener } from './open-link.ts';
import type { SendGuestMail } from './prove-contact.ts';
import { forgetOldGuests, type GuestLinksDeps, noteLinksDue, noteMoveDue, sendDueLinks } from './send-guest-links.ts';

export interface OpenGuestsInput {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly instanceName: string;
  readonly sendMail: SendGuestMail;
  readonly seeParcel: (
    asker: { accountId: string; language: PageLanguage },
    parcelId: string,
  ) => Promise<ParcelViewMessage | null>;
}

type Announce = (trx: Db, happened: Parameters<typeof noteLinksDue>[1]) => Promise<void>;
type OtherDay = Parameters<typeof noteMoveDue>[1] & { times: number };
type WishNews = { readonly announceOtherDay: (trx: Db, moved: OtherDay) => Promise<void> };
type ReadOpenSessions = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** People without an account, and what other rooms may ask of this one. */
export function openGuests(input: OpenGuestsInput) {
  const readGuest = createGuestReader(input);
  const openLink = createLinkOpener(input);
  const services: GuestServices = createGuestServices({
    ...{ readGuest, openLink, passes: input, proving: input },
    seeParcel: (accountId, language, parcelId) => input.seeParcel({ accountId, language }, parcelId),
  });
  return {
    readGuest,
    services,
    doors: { openLink, passes: input },
    /** The same question about sessions of accounts and of guests, for whoever ends streams. */
    withGuests:
      (ofAccounts: ReadOpenSessions): ReadOpenSessions =>
      async (ids) => {
        const guests = ids.filter((id) => isId('guest', id));
        if (guests.length === 0) return ofAccounts(ids);
        const others = ids.filter((id) => !isId('guest', id));
        return new Map([...(await readOpenGuests(input, guests)), ...(await ofAccounts(others))]);
      },
    /** Beside what accounts are told of a change, in the same transaction. */
    andNoteLinks:
      (announce: Announce): Announce =>
      async (trx, happened) => {
        await announce(trx, happened);
        await noteLinksDue(trx, happened);
      },
    /** The same of a move to another day. */
    andNoteMoves: <News extends WishNews>(news: News): News => ({
      ...news,
      async announceOtherDay(trx: Db, moved: OtherDay) {
        await news.announceOtherDay(trx, moved);
        await noteMoveDue(trx, moved);
      },
    }),
    sendDueLinks: (unsubscribe: GuestLinksDeps['unsubscribe']) => sendDueLinks({ ...input, unsubscribe }),
    forgetOld: () => forgetOldGuests(input.db, { now: input.clock.now() }),
  };
}
