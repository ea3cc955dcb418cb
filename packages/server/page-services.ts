import type { AccountServices, BaseMap, DemoServices, GuestServices, PageServices } from '@doorstep/contract';
import { isReportKind } from '@doorstep/domain';
import type { Auth } from './access/auth.ts';
import type { Config } from './config.ts';
import { createAdministration } from './features/accounts/administration.ts';
import { openPairing } from './features/accounts/pairing.ts';
import { casesOfParcel, closeCase, listOpenCases, openDispute } from './features/cases/attend-cases.ts';
import { type CasesDeps, confirmReceived, readClaims, reportDelivery } from './features/cases/report.ts';
import { chooseWish, readChosen } from './features/delivery-wishes/choose-wish.ts';
import { nameOtherDay, type OtherDayDeps } from './features/delivery-wishes/name-other-day.ts';
import { type DropOffDeps, nameDropOff, readDropOff } from './features/drop-offs/name-drop-off.ts';
import {
  messageChoices,
  readMessageChannels,
  writeMessageChannels,
} from './features/notifications/message-channels.ts';
import { countBrowsers } from './features/notifications/push-subscriptions.store.ts';
import { listParcels, type SeeParcelsDeps, seeOrder, seeParcel } from './features/parcels/see-parcels.ts';
import { createPhotoOffice } from './features/photo-office/photo-office.ts';
import type { OpenPhotos } from './features/photos/open-photos.ts';
import { changePreferences } from './features/preferences/change-preferences.ts';
import { readMapChoice, switchMap } from './features/preferences/map-choice.ts';
import { choosePhotos, readAddressChoices, readPhotoChoices } from './features/preferences/photo-choices.ts';
import { readPreferences, writeLanguage } from './features/preferences/preferences.store.ts';
import type { OwnPrivacy } from './features/privacy/own-privacy.ts';
import { readStandingWishes, sayStanding } from './features/standing-wishes/say-standing.ts';
import { looksAtParcel } from './features/support/looks.http.ts';
import { createSupport } from './features/support/support.ts';
import { lookForParcel } from './features/van-looks/look-for-parcel.ts';
import type { Bus } from './ports/bus.ts';

export interface PageServicesDeps {
  readonly config: Config;
  /** What views of parcels are made of. */
  readonly seeing: SeeParcelsDeps;
  readonly bus: Bus;
  readonly photos: OpenPhotos;
  readonly cases: CasesDeps;
  readonly auth: Pick<Auth, 'session'>;
  readonly accounts: AccountServices;
  readonly privacy: OwnPrivacy;
  readonly guests: GuestServices;
  readonly baseMap: BaseMap | null;
  readonly legalTexts: PageServices['legalTexts'];
  readonly reportFault: PageServices['reportFault'];
  readonly demo: DemoServices | null;
  readonly pushKey: string;
  readonly unsubscribe: PageServices['unsubscribe'];
  readonly announceDropOff: DropOffDeps['announce'];
  readonly announceOtherDay: OtherDayDeps['announceOtherDay'];
}

/** What our own pages may ask for: each use case with the session of the request, and nothing else. */
export function createPageServices(deps: PageServicesDeps): PageServices {
  const { config, seeing, bus, auth, photos, cases } = deps;
  const { db, clock } = seeing;
  const changing = { db, bus, clock, ...messageChoices };
  const { announceOtherDay } = deps;
  const wishing = { db, bus, clock, deliveryDays: config.deliveryDays, announceOtherDay };
  const naming = { ...changing, announce: deps.announceDropOff };
  const standing = { ...changing, announceDropOff: deps.announceDropOff };
  return {
    instanceName: config.name,
    baseMap: deps.baseMap,
    fixRetentionHours: config.fixRetentionHours,
    now: clock.now,
    legalTexts: deps.legalTexts,
    reportFault: deps.reportFault,
    session: (headers) => auth.session(headers),
    listParcels: (session, language, cursor) => listParcels(seeing, { ...session, language }, cursor),
    seeOrder: (session, language, orderId) => seeOrder(seeing, { ...session, language }, orderId),
    seeParcel: (session, language, parcelId) => seeParcel(seeing, { ...session, language }, parcelId),
    readMapSwitch: async ({ accountId }) => (await readPreferences(db, accountId)).map === 'on',
    async setMapSwitch({ accountId }, on) {
      await changePreferences(changing, accountId, { map: on ? 'on' : 'off' });
    },
    readDeliveryPhotos: async ({ accountId }) => (await readPreferences(db, accountId)).deliveryPhotos,
    async setDeliveryPhotos({ accountId }, deliveryPhotos) {
      await changePreferences(changing, accountId, { deliveryPhotos });
    },
    readDropOff: ({ accountId: askerId }, parcelId) => readDropOff(changing, { askerId, parcelId }),
    async nameDropOff({ accountId: askerId }, parcelId, named) {
      const answer = await nameDropOff(naming, { askerId, parcelId, ...named });
      return answer.ok ? { ok: true } : answer;
    },
    readStandingWishes: ({ accountId }) => readStandingWishes(changing, accountId),
    sayStanding: ({ accountId }, said) => sayStanding(standing, accountId, said),
    readChosen: ({ accountId: askerId }, parcelId) => readChosen(wishing, { askerId, parcelId }),
    async chooseWish({ accountId: askerId }, parcelId, { wish, neighbour = null }) {
      const answer = await chooseWish(wishing, { askerId, parcelId, wish, neighbour });
      return answer.ok ? { ok: true } : answer;
    },
    async nameOtherDay({ accountId: askerId }, parcelId, day) {
      const answer = await nameOtherDay(wishing, { askerId, parcelId, day });
      return answer.ok ? { ok: true } : answer;
    },
    readClaims: ({ accountId: askerId }, parcelId) => readClaims(cases, { askerId, parcelId }),
    async reportDelivery({ accountId: askerId }, parcelId, kind, note) {
      if (!isReportKind(kind)) return { ok: false, code: 'kind_missing' };
      const answer = await reportDelivery(cases, { askerId, parcelId, kind, note });
      return answer.ok ? { ok: true } : answer;
    },
    async confirmReceived({ accountId: askerId }, parcelId) {
      const answer = await confirmReceived(cases, { askerId, parcelId });
      return answer.ok ? { ok: true } : answer;
    },
    deletePhoto: ({ accountId }, parcelId) => photos.delete(accountId, parcelId),
    readPhotoChoices: ({ accountId }, parcelId) => readPhotoChoices(changing, accountId, parcelId),
    choosePhotos: ({ accountId }, parcelId, wish) => choosePhotos(changing, accountId, parcelId, wish),
    readStaffLooks: ({ accountId: askerId }, language, parcelId) => looksAtParcel(db, { askerId, parcelId, language }),
    readMapChoice: ({ accountId }, parcelId) => readMapChoice(changing, accountId, parcelId),
    switchMap: ({ accountId }, parcelId, map) => switchMap(changing, accountId, parcelId, map),
    readAddressChoices: ({ accountId }) => readAddressChoices(db, accountId),
    readMessageChannels: ({ accountId }) => readMessageChannels(db, accountId),
    setMessageChannels: ({ accountId }, channels) => writeMessageChannels(db, accountId, channels),
    readPreferences: ({ accountId }) => readPreferences(db, accountId),
    changePreferences: ({ accountId }, change) => changePreferences(changing, accountId, change),
    pushKey: deps.pushKey,
    countPushBrowsers: ({ accountId }) => countBrowsers(db, accountId),
    unsubscribe: deps.unsubscribe,
    setLanguage: ({ accountId }, language) => writeLanguage(db, accountId, language),
    accounts: deps.accounts,
    privacy: {
      ownData: ({ accountId }) => deps.privacy.ownData(accountId),
      exportState: ({ accountId }) => deps.privacy.exportState(accountId),
      startExport: ({ accountId }, language) => deps.privacy.startExport(accountId, language),
      erase: deps.privacy.erase,
    },
    guests: deps.guests,
    administration: createAdministration({ db, clock, config }),
    photoOffice: createPhotoOffice({ db, clock }),
    support: {
      ...createSupport({ db, clock, leaveWithoutPermission: config.leaveWithoutPermission }),
      listCases: (session, cursor) => listOpenCases(cases, session, cursor),
      casesOfParcel: (session, parcelId) => casesOfParcel(cases, session, parcelId),
      openDispute: (session, parcelId, note) => openDispute(cases, session, { parcelId, note }),
      closeCase: (session, caseId, note) => closeCase(cases, session, { caseId, note }),
      photoToLookAt: photos.toLookAt,
      look: photos.look,
      readLook: photos.readLook,
      lookForVan: (session, parcelId, reason) => lookForParcel(seeing, session, parcelId, reason),
    },
    demo: deps.demo,
    pairing: { open: (code) => openPairing(db, { code, now: clock.now() }) },
  };
}
