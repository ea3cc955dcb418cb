import type { LookReason } from '../proof/look-rules.ts';
import type { CaseKind } from '../proof/report-rules.ts';
import type { Bilingual, Language } from './language.ts';
import { distanceWords } from './reasons.ts';

/** What a case is about, as customer service and its recipient read it. */
export const caseKindWords: Readonly<Record<CaseKind, Bilingual>> = {
  missing: { de: 'Nicht da', en: 'Not there' },
  damaged: { de: 'Beschädigt', en: 'Damaged' },
  wrong_place: { de: 'Am falschen Platz', en: 'In the wrong place' },
  not_my_door: { de: 'Nicht meine Tür', en: 'Not my door' },
  dispute: { de: 'Streitfall', en: 'Dispute' },
};

/** Why a photo was looked at, to stand behind "Grund:". */
export const lookReasonWords: Readonly<Record<LookReason, Bilingual>> = {
  missing: { de: 'Paket vermisst', en: 'parcel missing' },
  damaged: { de: 'Paket beschädigt', en: 'parcel damaged' },
  wrong_place: { de: 'falscher Platz', en: 'wrong place' },
  other: { de: 'Sonstiges', en: 'other' },
};

/** "Kundenservice, Grund: Paket vermisst": who looked at a photo, without any name. */
export function lookSentence(language: Language, reason: LookReason): string {
  const words = lookReasonWords[reason][language];
  return language === 'de' ? `Kundenservice, Grund: ${words}` : `Customer service, reason: ${words}`;
}

/** What a phone knows of where it was when a parcel was left. */
interface MeasuredDistance {
  /** From the address. */
  readonly metres: number;
  /** Its own error, as it told it; null where it did not. */
  readonly accuracyMetres: number | null;
}

/**
 * "40 m von Ihrer Adresse, auf 5 m genau"; a distance that the phone's own error explains is none: "an Ihrer Adresse,
 * auf 12 m genau".
 */
export function distanceFromYourAddress(
  language: Language,
  measured: MeasuredDistance & { readonly isWithinError: boolean },
): string {
  if (measured.isWithinError)
    return accurate(language, language === 'de' ? 'an Ihrer Adresse' : 'at your address', measured);
  const distance = roughly(language, measured);
  return accurate(
    language,
    language === 'de' ? `${distance} von Ihrer Adresse` : `${distance} from your address`,
    measured,
  );
}

/** "6 m von der Adresse, auf 5 m genau": for customer service, who weighs it. */
export function distanceFromAddress(language: Language, measured: MeasuredDistance): string {
  const distance = roughly(language, measured);
  return accurate(
    language,
    language === 'de' ? `${distance} von der Adresse` : `${distance} from the address`,
    measured,
  );
}

function roughly(language: Language, { metres, accuracyMetres }: MeasuredDistance): string {
  const distance = distanceWords(language, metres);
  if (accuracyMetres !== null) return distance;
  return language === 'de' ? `etwa ${distance}` : `about ${distance}`;
}

function accurate(language: Language, words: string, { accuracyMetres }: MeasuredDistance): string {
  if (accuracyMetres === null) return words;
  const error = distanceWords(language, Math.max(1, accuracyMetres));
  return language === 'de' ? `${words}, auf ${error} genau` : `${words}, accurate to ${error}`;
}

/** What else happened about a delivery, as customer service reads it in a case's one timeline. */
export type CaseMatter =
  | { readonly kind: 'opened'; readonly about: CaseKind }
  | { readonly kind: 'closed'; readonly about: CaseKind; readonly by: 'recipient' | 'support' }
  | { readonly kind: 'received' }
  | { readonly kind: 'photo_looked_at'; readonly reason: LookReason }
  | { readonly kind: 'photo_deleted' }
  | { readonly kind: 'photo_destroyed'; readonly because: string | null }
  | { readonly kind: 'photo_refused' };

const destroyedBecause: Readonly<Record<string, Bilingual>> = {
  expired: { de: 'Frist abgelaufen', en: 'its time was up' },
  deleted_by_recipient: { de: 'auf Wunsch gelöscht', en: 'deleted on request' },
  undone: { de: 'Zustellung zurückgenommen', en: 'the delivery was taken back' },
  account_erased: { de: 'Konto gelöscht', en: 'the account was erased' },
  never_came: { de: 'es kam nie an', en: 'it never came' },
};

/** "Meldung: Nicht da", "Foto angesehen, Grund: Paket vermisst". */
export function caseMatterSentence(language: Language, matter: CaseMatter): string {
  const de = language === 'de';
  switch (matter.kind) {
    case 'opened':
      if (matter.about === 'dispute') return de ? 'Streitfall eröffnet' : 'Dispute opened';
      return `${de ? 'Meldung' : 'Report'}: ${caseKindWords[matter.about][language]}`;
    case 'closed':
      if (matter.by === 'recipient')
        return de
          ? `Erledigt durch Empfangsbestätigung: ${caseKindWords[matter.about].de}`
          : `Settled by the confirmation of receipt: ${caseKindWords[matter.about].en}`;
      return `${de ? 'Geschlossen' : 'Closed'}: ${caseKindWords[matter.about][language]}`;
    case 'received':
      return de ? 'Empfang bestätigt' : 'Receipt confirmed';
    case 'photo_looked_at':
      return de
        ? `Foto angesehen, Grund: ${lookReasonWords[matter.reason].de}`
        : `Photo looked at, reason: ${lookReasonWords[matter.reason].en}`;
    case 'photo_deleted':
      return de
        ? 'Foto auf Wunsch gelöscht, für niemanden mehr zu sehen'
        : 'Photo deleted on request, hidden from everyone';
    case 'photo_destroyed':
      return `${de ? 'Foto vernichtet' : 'Photo destroyed'}${because(language, matter.because)}`;
    case 'photo_refused':
      return de ? 'Foto nicht angenommen' : 'Photo not kept';
  }
}

function because(language: Language, code: string | null): string {
  const words = code === null ? undefined : destroyedBecause[code];
  return words === undefined ? '' : `: ${words[language]}`;
}
