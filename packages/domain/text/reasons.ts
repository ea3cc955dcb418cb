import type { EpochMillis } from '../time.ts';
import type { FieldRule, VisibilitySettings } from '../visibility/settings.ts';
import type { ReasonCode, StopsAwayView } from '../visibility/views.ts';
import { dayAndMonth } from './dates.ts';
import type { Bilingual, Language } from './language.ts';

/** What the sentences of reasons name: the thresholds in force. */
export type NamedSettings = Pick<VisibilitySettings, 'position' | 'count' | 'window'>;

/** Reasons that wait for the van to come nearer; each names its thresholds (`notNearYetSentence`). */
const waiting = {
  not_near_yet: { de: 'Die Karte öffnet sich', en: 'The map opens' },
  count_not_near_yet: { de: 'Die Zahl der Stopps erscheint', en: 'The number of stops appears' },
  window_not_near_yet: { de: 'Das Zeitfenster erscheint', en: 'The time window appears' },
} satisfies Partial<Record<ReasonCode, Bilingual>>;
type WaitingCode = keyof typeof waiting;

/** Every other reason in words. */
export const reasonSentences: Readonly<Record<Exclude<ReasonCode, WaitingCode>, Bilingual>> = {
  gift: {
    de: 'Das ist ein Geschenk. Eine Karte gibt es dazu nicht, und ein Foto sieht nur, wer das Geschenk bekommt.',
    en: 'This is a gift. There is no map for it, and a photo is for its recipient alone.',
  },
  confidential: {
    de: 'Diese Lieferung ist vertraulich. Karte, Uhrzeit und Foto gibt es dazu nicht.',
    en: 'This delivery is confidential. There is no map, time or photo for it.',
  },
  other_carrier: {
    de: 'Ein anderer Zusteller bringt dieses Paket. Karte und Foto gibt es hier nicht.',
    en: 'Another carrier brings this parcel. There is no map or photo here.',
  },
  journey_over: {
    de: 'Dieses Paket ist nicht mehr zu Ihnen unterwegs. Die Karte ist geschlossen.',
    en: 'This parcel is no longer on its way to you. The map is closed.',
  },
  switched_off: {
    de: 'Für diese Lieferung ist die Karte ausgeschaltet. Ihre eigene Wahl können Sie ändern.',
    en: 'The map is switched off for this delivery. You can change your own choice.',
  },
  region_not_served: {
    de: 'In Ihrer Gegend gibt es noch keine Karte.',
    en: 'There is no map in your area yet.',
  },
  not_today: {
    de: 'Die Karte öffnet sich am Tag der Lieferung, wenn der Lieferwagen in Ihrer Nähe ist.',
    en: 'The map opens on the day of delivery, once the van is near you.',
  },
  not_on_its_way: {
    de: 'Das Paket ist noch nicht unterwegs. Die Karte öffnet sich, wenn der Lieferwagen in Ihrer Nähe ist.',
    en: 'The parcel is not on its way yet. The map opens once the van is near you.',
  },
  map_not_offered: {
    de: 'Für diese Lieferung gibt es keine Karte.',
    en: 'There is no map for this delivery.',
  },
  count_not_offered: {
    de: 'Wie viele Stopps noch kommen, wird für diese Lieferung nicht gezeigt.',
    en: 'The number of stops is not shown for this delivery.',
  },
  window_not_offered: {
    de: 'Für diese Lieferung wird kein Zeitfenster genannt.',
    en: 'No time window is given for this delivery.',
  },
  window_not_planned: {
    de: 'Ein Zeitfenster gibt es, sobald die Tour geplant ist.',
    en: 'There will be a time window once the route is planned.',
  },
  no_position: {
    de: 'Die Position ist gerade nicht verfügbar.',
    en: 'The position is not available right now.',
  },
  plan_changed: {
    de: 'Es liegen noch andere Lieferungen auf dem Weg.',
    en: 'There are still other deliveries on the way.',
  },
  count_rose: {
    de: 'Auf der Tour hat sich etwas geändert, deshalb sind es mehr Stopps als zuvor.',
    en: 'Something on the route has changed, so there are more stops than before.',
  },
  hand_over_only: {
    de: 'Das Paket wird nur persönlich übergeben.',
    en: 'The parcel is handed over in person only.',
  },
  only_recipient: {
    de: 'Gewünscht ist: nur persönlich, an niemanden sonst.',
    en: 'The wish is: in person only, to nobody else.',
  },
  no_neighbour: {
    de: 'Gewünscht ist: nicht in die Nachbarschaft.',
    en: 'The wish is: not to a neighbour.',
  },
  no_permission: {
    de: 'Für dieses Paket ist kein Ablageort genannt.',
    en: 'No safe place has been named for this parcel.',
  },
  opted_out: {
    de: 'Lieferfotos sind für diese Lieferung ausgeschaltet. Ihre eigene Wahl können Sie ändern.',
    en: 'Delivery photos are switched off for this delivery. You can change your own choice.',
  },
  handed_over: {
    de: 'Das Paket wurde übergeben. Dabei wird kein Foto gemacht.',
    en: 'The parcel was handed over, so no photo was taken.',
  },
  not_photographed: {
    de: 'Von dieser Lieferung gibt es kein Foto.',
    en: 'There is no photo of this delivery.',
  },
  not_delivered_yet: {
    de: 'Ein Foto kann es erst nach der Zustellung geben.',
    en: 'There can be a photo only after the delivery.',
  },
  photo_expected: {
    de: 'Ein Foto wurde gemacht und ist noch auf dem Weg hierher.',
    en: 'A photo was taken and is still on its way here.',
  },
  photo_expired: {
    de: 'Das Foto wurde gelöscht, weil seine Frist abgelaufen ist.',
    en: 'The photo was deleted because its time was up.',
  },
  photo_deleted: {
    de: 'Das Foto wurde auf Wunsch gelöscht.',
    en: 'The photo was deleted on request.',
  },
  recipient_only: {
    de: 'Ein Foto der Zustellung sieht nur, wer das Paket empfängt.',
    en: 'A photo of the delivery is for its recipient alone.',
  },
  link_shows_status_only: {
    de: 'Dieser Link zeigt nur den Stand der Lieferung. Karte und Foto sieht nur, wer das Paket empfängt.',
    en: 'This link shows the status of the delivery only. Map and photo are for its recipient alone.',
  },
};

/** A reason in words, in one language; `now` is what its reader is told of the count, for how far it is now. */
export function reasonSentence(
  code: ReasonCode,
  language: Language,
  settings: NamedSettings,
  now: StopsAwayView | null = null,
): string {
  switch (code) {
    case 'not_near_yet':
      return notNearYetSentence(code, language, settings.position, now);
    case 'count_not_near_yet':
      return notNearYetSentence(code, language, settings.count);
    case 'window_not_near_yet':
      return notNearYetSentence(code, language, settings.window);
    default:
      return reasonSentences[code][language];
  }
}

/** Of the map after an attempt, in place of `journey_over`: what would change it. */
export function nextAttemptSentence(language: Language): string {
  return language === 'de'
    ? 'Dieser Zustellversuch ist zu Ende. Beim nächsten kann sich die Karte wieder öffnen.'
    : 'This attempt is over. On the next one the map can open again.';
}

/** The receipt of a photo's deletion, with its day: "Das Foto wurde am 11. Juli gelöscht, 30 Tage nach der Zustellung." */
export function photoGoneSentence(
  language: Language,
  gone: {
    code: 'photo_expired' | 'photo_deleted';
    takenAt: EpochMillis;
    deletedAt: EpochMillis;
    timeZone: string;
  },
): string {
  const day = dayAndMonth(language, gone.timeZone, gone.deletedAt);
  if (gone.code === 'photo_deleted')
    return language === 'de'
      ? `Das Foto wurde am ${day} auf Wunsch gelöscht.`
      : `The photo was deleted on ${day} on request.`;
  const days = Math.max(1, Math.round((gone.deletedAt - gone.takenAt) / (24 * 3_600_000)));
  return language === 'de'
    ? `Das Foto wurde am ${day} gelöscht, ${days} ${days === 1 ? 'Tag' : 'Tage'} nach der Zustellung.`
    : `The photo was deleted on ${day}, ${days} ${days === 1 ? 'day' : 'days'} after the delivery.`;
}

/** Of a photo that nobody sees any more while its key is kept: since when, and until when. */
export function photoHiddenSentence(
  language: Language,
  hidden: { hiddenAt: EpochMillis; keyEnds: EpochMillis | 'case_open'; timeZone: string },
): string {
  const since = dayAndMonth(language, hidden.timeZone, hidden.hiddenAt);
  if (hidden.keyEnds === 'case_open')
    return language === 'de'
      ? `Das Foto wurde am ${since} auf Wunsch gelöscht. Endgültig vernichtet wird es, sobald die Meldung dazu geklärt ist.`
      : `The photo was deleted on ${since} on request. It is destroyed for good once the report about it is settled.`;
  const until = dayAndMonth(language, hidden.timeZone, hidden.keyEnds);
  return language === 'de'
    ? `Das Foto wurde am ${since} auf Wunsch gelöscht. Endgültig vernichtet wird es am ${until}, oder sofort, wenn Sie bestätigen, dass das Paket da ist.`
    : `The photo was deleted on ${since} on request. It is destroyed for good on ${until}, or at once when you confirm that the parcel is there.`;
}

/**
 * Says what it waits for, and how far that is now: "Die Karte öffnet sich, wenn der Lieferwagen höchstens 10 Stopps und
 * 5 km entfernt ist; jetzt sind es noch mehr als 20 Stopps." Of the present it tells nothing but the count its reader
 * sees anyway, and what follows from the map's being closed.
 */
export function notNearYetSentence(
  code: WaitingCode,
  language: Language,
  rule: FieldRule,
  now: StopsAwayView | null = null,
): string {
  const most = thresholdWords(language, rule);
  const [what, present] = [waiting[code][language], presentWords(language, rule, now)];
  if (language === 'de') return `${what}, wenn der Lieferwagen höchstens ${most} entfernt ist${present}.`;
  return `${what} once the van is at most ${most} away${present}.`;
}

/** "10 Stopps und 5 km", "3 stops, 800 m and 20 minutes". */
export function thresholdWords(language: Language, rule: FieldRule): string {
  if (rule === 'always' || rule === 'never') return '';
  const { stops, metres, minutes } = rule;
  const words = [
    ...(stops === null ? [] : [stopWords(language, stops)]),
    ...(metres === null ? [] : [distanceWords(language, metres)]),
    ...(minutes === null ? [] : [minuteWords(language, minutes)]),
  ];
  return lists[language].format(words);
}

function presentWords(language: Language, rule: FieldRule, now: StopsAwayView | null): string {
  if (now === null || now.kind === 'words') return '';
  const count = stopWords(language, now.count);
  if (now.kind === 'more_than') {
    return language === 'de' ? `; jetzt sind es noch mehr als ${count}` : `; it is now more than ${count} away`;
  }
  const present: Bilingual =
    now.count === 0
      ? { de: '; jetzt sind Sie als Nächstes dran', en: '; now you are next' }
      : { de: `; jetzt ${now.count === 1 ? 'ist' : 'sind'} es noch ${count}`, en: `; it is now ${count} away` };
  const tooFar = farWords(language, rule, now.count);
  return `${present[language]}${tooFar}`;
}

/** Near enough by the count: where only one other threshold is set, that is the one which does not hold. */
function farWords(language: Language, rule: FieldRule, count: number): string {
  if (rule === 'always' || rule === 'never' || rule.metres === null || rule.minutes !== null) return '';
  if (rule.stops !== null && count > rule.stops) return '';
  const metres = distanceWords(language, rule.metres);
  return language === 'de' ? `, aber noch mehr als ${metres}` : `, but still more than ${metres}`;
}

function stopWords(language: Language, stops: number): string {
  if (language === 'de') return `${stops} ${stops === 1 ? 'Stopp' : 'Stopps'}`;
  return `${stops} ${stops === 1 ? 'stop' : 'stops'}`;
}

function minuteWords(language: Language, minutes: number): string {
  if (language === 'de') return `${minutes} ${minutes === 1 ? 'Minute' : 'Minuten'}`;
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}

const lists: Readonly<Record<Language, Intl.ListFormat>> = {
  de: new Intl.ListFormat('de-DE', { type: 'conjunction' }),
  en: new Intl.ListFormat('en-GB', { type: 'conjunction' }),
};

const kilometres: Readonly<Record<Language, Intl.NumberFormat>> = {
  de: new Intl.NumberFormat('de-DE', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
};

/** "5 km", "1,5 km", "800 m". */
export function distanceWords(language: Language, metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${kilometres[language].format(metres / 1000)} km`;
}
