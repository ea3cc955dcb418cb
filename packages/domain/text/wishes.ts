import type { DeliveryWish, NamedNeighbour, WishReason } from '../proof/wish-rules.ts';
import type { Bilingual, Language } from './language.ts';

/** "Weber, Hausnummer 7". */
export function neighbourWords(language: Language, { name, houseNumber }: NamedNeighbour): string {
  if (houseNumber === null) return name;
  return language === 'de' ? `${name}, Hausnummer ${houseNumber}` : `${name}, house number ${houseNumber}`;
}

const toDriver: Readonly<Record<Exclude<DeliveryWish, 'usual' | 'neighbour'>, Bilingual>> = {
  no_neighbour: { de: 'Nicht in die Nachbarschaft', en: 'Not to a neighbour' },
  only_recipient: { de: 'Nur persönlich, an niemanden sonst', en: 'In person only, to nobody else' },
};

/** What a driver reads of a wish. */
export function wishForDriver(
  wish: Exclude<DeliveryWish, 'usual'>,
  neighbour: NamedNeighbour | null,
  language: Language,
): { sentence: string; neighbour?: string } {
  if (wish !== 'neighbour') return { sentence: toDriver[wish][language] };
  const named = neighbour === null ? '' : neighbourWords(language, neighbour);
  return { sentence: language === 'de' ? `Wunsch: bei ${named}` : `Wish: with ${named}`, neighbour: named };
}

const against: Readonly<Record<WishReason, Bilingual>> = {
  no_neighbour: { de: 'gegen den Wunsch: nicht in die Nachbarschaft', en: 'against the wish: not to a neighbour' },
  only_recipient: { de: 'gegen den Wunsch: nur persönlich', en: 'against the wish: in person only' },
};

/** Said to customer service of a delivery that was made against a wish. */
export function againstWishWords(language: Language, reason: WishReason): string {
  return against[reason][language];
}

const chosen: Readonly<Record<DeliveryWish, Bilingual>> = {
  usual: { de: 'Gewünscht: wie üblich', en: 'Wished: as usual' },
  neighbour: { de: 'Gewünscht: bei jemandem in der Nachbarschaft', en: 'Wished: with a neighbour named' },
  no_neighbour: { de: 'Gewünscht: nicht in die Nachbarschaft', en: 'Wished: not to a neighbour' },
  only_recipient: { de: 'Gewünscht: nur persönlich', en: 'Wished: in person only' },
};

/** A wish as customer service reads it; never the neighbour's name, which is for the driver and the recipient. */
export function wishMadeSentence(language: Language, wish: DeliveryWish): string {
  return chosen[wish][language];
}

const lasting: Readonly<Record<DeliveryWish, Bilingual | null>> = {
  usual: null,
  neighbour: { de: 'bei jemandem in der Nachbarschaft', en: 'with a neighbour named' },
  no_neighbour: { de: 'nicht in die Nachbarschaft', en: 'not to a neighbour' },
  only_recipient: { de: 'nur persönlich', en: 'in person only' },
};

/** What was said once for all parcels: "Dauerhaft gewünscht: Ablageort Carport; nicht in die Nachbarschaft". */
export function standingSaidSentence(
  language: Language,
  said: { readonly place: string | null; readonly mailbox: boolean; readonly wish: DeliveryWish },
): string {
  const isGerman = language === 'de';
  const parts = [
    said.mailbox ? (isGerman ? 'Briefkasten, wenn es passt' : 'mailbox if it fits') : null,
    said.place === null ? null : isGerman ? `Ablageort ${said.place}` : `safe place ${said.place}`,
    lasting[said.wish]?.[language] ?? null,
  ].filter((part) => part !== null);
  const words = parts.length === 0 ? (isGerman ? 'wie üblich' : 'as usual') : parts.join('; ');
  return isGerman ? `Dauerhaft gewünscht: ${words}` : `Wished for all parcels: ${words}`;
}
