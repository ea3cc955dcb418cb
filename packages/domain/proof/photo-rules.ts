import type { DeliveredHow } from '../delivery/states.ts';
import type { Bilingual, Language } from '../text/language.ts';
import type { ReasonCode } from '../visibility/views.ts';

/** How much of the place a photo shows. */
export type PhotoFraming = 'close_up' | 'with_door';

/** What decides whether a photo may be taken (rules.md section 4), known before the camera opens. */
export interface PhotoFacts {
  readonly otherCarrier: boolean;
  /** The parcel's or its address's flag. */
  readonly confidential: boolean;
  /** The recipient's choice for this address or parcel; of several recipients the strictest. */
  readonly recipientChoice: 'off' | PhotoFraming;
  readonly how: DeliveredHow;
  /** Setting: photos also where it is handed to a neighbour or to reception. Off by default. */
  readonly photosAtThirdPartyHandOver: boolean;
  /** Settings of region and merchant. */
  readonly photosOn: boolean;
  /** Whether this delivery is in the share that is photographed; decided per parcel beforehand. */
  readonly inSample: boolean;
  /** Setting: whether a photo that may be taken must be taken. */
  readonly mandatory: boolean;
}

export interface PhotoRow {
  readonly row: number;
  readonly when: (facts: PhotoFacts) => boolean;
  readonly answer: 'yes' | 'no' | 'never';
  readonly reason: ReasonCode | null;
  readonly condition: Bilingual;
  readonly driver: Bilingual;
  /** Whether the driver may learn the reason. Rows that would tell something of the recipient look alike. */
  readonly driverLearnsReason: boolean;
}

const noPhotoHere: Bilingual = { de: 'Kein Foto hier', en: 'No photo here' };
/** In place of the sentence of row 7, where every recipient wants the door in the picture. */
const withDoor: Bilingual = {
  de: 'Foto vom Paket vor der Tür. Keine Menschen, keine Klingelschilder, kein Blick in die Wohnung, kein ganzer Garten.',
  en: 'Photo of the parcel in front of the door. No people, no names on bells, no inside of the home, no whole garden.',
};
const handedOver: Bilingual = { de: 'Übergeben, ohne Foto', en: 'Handed over, without a photo' };
const withoutPhoto: Bilingual = { de: 'Ohne Foto', en: 'Without a photo' };

export const photoRows: readonly PhotoRow[] = [
  {
    row: 1,
    when: (facts) => facts.otherCarrier,
    answer: 'no',
    reason: 'other_carrier',
    condition: { de: 'ein anderer Zusteller bringt es', en: 'another carrier' },
    driver: withoutPhoto,
    driverLearnsReason: true,
  },
  {
    row: 2,
    when: (facts) => facts.confidential,
    answer: 'never',
    reason: 'confidential',
    condition: { de: 'Paket oder Adresse ist vertraulich', en: 'the parcel or its address is confidential' },
    driver: noPhotoHere,
    driverLearnsReason: false,
  },
  {
    row: 3,
    when: (facts) => facts.recipientChoice === 'off',
    answer: 'never',
    reason: 'opted_out',
    condition: {
      de: 'Lieferfotos sind für diese Adresse oder dieses Paket ausgeschaltet (gilt ab der Sekunde der Wahl)',
      en: "the recipient's choice for this address or parcel is off (counts from the second it is set)",
    },
    driver: noPhotoHere,
    driverLearnsReason: false,
  },
  {
    row: 4,
    when: (facts) => facts.how === 'recipient' || facts.how === 'household',
    answer: 'no',
    reason: 'handed_over',
    condition: {
      de: 'persönlich oder jemandem im Haushalt übergeben',
      en: 'handed to the recipient or someone in the household',
    },
    driver: handedOver,
    driverLearnsReason: true,
  },
  {
    row: 5,
    when: (facts) => isThirdPartyHandOver(facts.how) && !facts.photosAtThirdPartyHandOver,
    answer: 'no',
    reason: 'handed_over',
    condition: {
      de: 'in der Nachbarschaft oder am Empfang abgegeben, und die Einstellung dafür ist aus (üblich: aus)',
      en: 'handed to a neighbour or reception, and the setting for that is off (default off)',
    },
    driver: handedOver,
    driverLearnsReason: true,
  },
  {
    row: 6,
    when: (facts) => !facts.photosOn || !facts.inSample,
    answer: 'no',
    reason: 'not_photographed',
    condition: {
      de: 'Region oder Händler hat Fotos ausgeschaltet, oder diese Lieferung ist nicht in der Stichprobe',
      en: 'region or merchant has photos off, or this delivery is not in the sample',
    },
    driver: noPhotoHere,
    driverLearnsReason: false,
  },
  {
    row: 7,
    when: ({ how }) => how === 'safe_place' || how === 'mailbox' || how === 'locker' || isThirdPartyHandOver(how),
    answer: 'yes',
    reason: null,
    condition: {
      de: 'am Ablageort, im Briefkasten oder Schließfach; in der Nachbarschaft oder am Empfang, wenn die Einstellung dafür an ist',
      en: 'left at safe place, mailbox, locker, or handed to a neighbour or reception with that setting on',
    },
    driver: {
      de: 'Foto vom Paket und wo es steht. Keine Menschen, keine Klingelschilder, kein Blick in die Wohnung, kein ganzer Garten.',
      en: 'Photo of the parcel and where it stands. No people, no names on bells, no inside of the home, no whole garden.',
    },
    driverLearnsReason: true,
  },
  {
    row: 8,
    when: () => true,
    answer: 'no',
    reason: 'not_photographed',
    condition: { de: 'sonst', en: 'otherwise' },
    driver: withoutPhoto,
    driverLearnsReason: true,
  },
];

function isThirdPartyHandOver(how: DeliveredHow): boolean {
  return how === 'neighbour' || how === 'reception';
}

export interface MayBePhotographed {
  readonly answer: 'yes' | 'no' | 'never';
  readonly reason: ReasonCode | null;
  readonly row: number;
  /** Where a photo may be taken: how much it shows, and whether it must be taken. */
  readonly photo: { readonly framing: PhotoFraming; readonly mandatory: boolean } | null;
}

/** May a photo be taken? Answered before the camera opens and again on upload. The first row that holds answers. */
export function mayBePhotographed(facts: PhotoFacts): MayBePhotographed {
  const row = photoRows.find((each) => each.when(facts));
  if (row === undefined) throw new Error('the table of photos has no row for these facts');
  const framing = facts.recipientChoice === 'with_door' ? 'with_door' : 'close_up';
  return {
    answer: row.answer,
    reason: row.reason,
    row: row.row,
    photo: row.answer === 'yes' ? { framing, mandatory: facts.mandatory } : null,
  };
}

/** What the driver is told: for rows 2, 3 and 6 one and the same sentence, and no code, so that none can be told apart. */
export interface ToldToDriver {
  readonly mayPhotograph: boolean;
  readonly sentence: string;
  readonly code: ReasonCode | null;
}

export function sentenceForDriver(answer: MayBePhotographed, language: Language): ToldToDriver {
  const row = photoRows.find((each) => each.row === answer.row);
  if (row === undefined) throw new RangeError(`the table of photos has no row ${answer.row}`);
  return {
    mayPhotograph: answer.answer === 'yes',
    sentence: (answer.photo?.framing === 'with_door' ? withDoor : row.driver)[language],
    code: row.driverLearnsReason ? row.reason : null,
  };
}
