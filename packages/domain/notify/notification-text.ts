import { calendarDayWords, clockTime, dayAndMonth } from '../text/dates.ts';
import type { Bilingual, Language } from '../text/language.ts';
import type { ParcelView } from '../visibility/views.ts';
import type { Manner, NotificationChannel, NotificationEvent } from './when-to-notify.ts';

/**
 * What a message says. The title is a push's first line and a mail's subject: both are read on lock screens, so it
 * never holds a place, a merchant or what makes a parcel confidential.
 */
export interface NotificationText {
  readonly title: string;
  /** One sentence after the other. */
  readonly body: readonly string[];
}

interface Told {
  readonly event: NotificationEvent;
  readonly channel: NotificationChannel;
  readonly manner: Manner;
  readonly language: Language;
  /** As this account sees the parcel now; the event still holds in it. */
  readonly view: ParcelView;
}

const news: Bilingual = { de: 'Neues zu Ihrer Lieferung', en: 'News about your delivery' };
const newsAfterSignIn: Bilingual = {
  de: 'Den Stand sehen Sie nach der Anmeldung.',
  en: 'Sign in to see the status.',
};
const giftIsTheirs: Bilingual = {
  de: 'Alles Weitere sieht nur, wer das Geschenk bekommt.',
  en: 'Everything else is for the person who gets the gift.',
};
const photoIsThere: Bilingual = {
  de: 'Ihr Lieferfoto liegt bereit.',
  en: 'There is a photo of the delivery.',
};

/** The text of one message in the view's own language, made of nothing but the view. */
export function notificationText(told: Told): NotificationText {
  const { manner, language, view } = told;
  if (manner === 'confidential') return { title: news[language], body: [newsAfterSignIn[language]] };
  if (manner === 'gift_buyer') return { title: view.status.headline, body: [giftIsTheirs[language]] };
  return texts[told.event](told);
}

const texts: Readonly<Record<NotificationEvent, (told: Told) => NotificationText>> = {
  out_for_delivery: (told) => ({
    title: say(told, { de: 'Ihr Paket ist unterwegs', en: 'Your parcel is on its way' }),
    body: [windowSentence(told) ?? onThePage(told)],
  }),
  map_available: (told) => ({
    title: say(told, { de: 'Ihr Paket ist in der Nähe', en: 'Your parcel is near' }),
    body: [
      ...stopsAwaySentences(told),
      say(told, { de: 'Sehen Sie auf der Karte, wie der Lieferwagen kommt.', en: 'Watch the van come on the map.' }),
    ],
  }),
  next_stop: (told) => ({
    title: say(told, { de: 'Sie sind als Nächstes dran', en: 'You are next' }),
    body: [say(told, { de: 'Gleich kommt Ihr Paket.', en: 'Your parcel is about to arrive.' })],
  }),
  arrival_changed: (told) => ({
    title: say(told, { de: 'Ihr Paket kommt später', en: 'Your parcel is coming later' }),
    body: [...[windowSentence(told)].filter((sentence) => sentence !== null), delayReason(told)],
  }),
  delivered: (told) => ({
    title: told.view.status.headline,
    body: [
      say(told, { de: 'Ihr Paket wurde zugestellt.', en: 'Your parcel was delivered.' }),
      // On a lock screen the place would tell a thief where it lies.
      ...(told.channel === 'mail' && told.view.status.detail !== null ? [asSentence(told.view.status.detail)] : []),
      ...(told.view.photo.available ? [photoIsThere[told.language]] : []),
    ],
  }),
  photo_ready: (told) => ({
    title: say(told, { de: 'Foto Ihrer Lieferung', en: 'Photo of your delivery' }),
    body: [photoIsThere[told.language]],
  }),
  attempted: (told) => ({
    title: told.view.status.headline,
    body: [...(told.view.status.detail === null ? [] : [asSentence(told.view.status.detail)]), onThePage(told)],
  }),
  delivery_corrected: (told) => ({
    title: say(told, { de: 'Ihr Paket ist doch noch unterwegs', en: 'Your parcel is still on its way' }),
    body: [
      say(told, { de: 'Die letzte Meldung war ein Versehen.', en: 'The last message was a mistake.' }),
      ...[windowSentence(told)].filter((sentence) => sentence !== null),
    ],
  }),
  // The place itself stays off lock screens.
  drop_off_confirmed: (told) => ({
    title: say(told, { de: 'Ihr Ablageort ist vorgemerkt', en: 'Your safe place has been noted' }),
    body: [
      say(told, {
        de: 'Wer Ihr Paket bringt, sieht ihn auf dem Bildschirm.',
        en: 'The driver of your parcel sees it on the screen.',
      }),
    ],
  }),
  day_changed: (told) => ({
    title: say(told, { de: 'Ihr Paket kommt an einem anderen Tag', en: 'Your parcel is coming on another day' }),
    body: [
      otherDaySentence(told),
      say(told, {
        de: 'Wer es empfängt, kann den Tag ändern, bis die Tour gestartet ist.',
        en: 'Whoever receives it can change the day until the route has started.',
      }),
    ],
  }),
  // Only the buyer of a gift hears of these two, in words of their own.
  returned: (told) => ({ title: told.view.status.headline, body: [onThePage(told)] }),
  lost: (told) => ({ title: told.view.status.headline, body: [onThePage(told)] }),
  photo_viewed_by_staff: (told) => ({
    title: say(told, { de: 'Ihr Lieferfoto wurde angesehen', en: 'Your delivery photo was viewed' }),
    body: [
      ...lookSentences(told),
      say(told, {
        de: 'Wer es wann und warum angesehen hat, steht auf der Seite Ihres Pakets.',
        en: 'The page of your parcel says who viewed it, when and why.',
      }),
    ],
  }),
  photo_deleted: (told) => ({
    title: say(told, { de: 'Ihr Lieferfoto wurde gelöscht', en: 'Your delivery photo was deleted' }),
    body: told.view.photo.available ? [] : [told.view.photo.because.sentence],
  }),
};

/** "Auf Wunsch der Empfängerseite kommt es am Fr., 12. Juni." */
function otherDaySentence({ language, view }: Told): string {
  const day = view.serviceDate === null ? '' : calendarDayWords(language, view.serviceDate);
  return language === 'de'
    ? `Auf Wunsch der Empfängerseite kommt es am ${day}.`
    : `As a recipient asked, it is coming on ${day}.`;
}

/** "Kundenservice, Grund: Paket vermisst, am 12. Juni um 10:12 Uhr." */
function lookSentences({ language, view }: Told): readonly string[] {
  const [look] = view.photoLooks;
  if (look === undefined) return [];
  const at = Date.parse(look.at);
  const day = dayAndMonth(language, view.timeZone, at);
  const clock = clockTime(language, view.timeZone, at);
  return [
    language === 'de' ? `${look.sentence}, am ${day} um ${clock} Uhr.` : `${look.sentence}, on ${day} at ${clock}.`,
  ];
}

function say({ language }: Told, words: Bilingual): string {
  return words[language];
}

function onThePage(told: Told): string {
  return say(told, {
    de: 'Den Stand sehen Sie auf der Seite Ihres Pakets.',
    en: 'The page of your parcel shows its status.',
  });
}

/** "Es kommt voraussichtlich zwischen 13:50 und 14:30 Uhr." */
function windowSentence({ language, view }: Told): string | null {
  if (view.window === null) return null;
  const from = clockTime(language, view.timeZone, Date.parse(view.window.fromAt));
  const to = clockTime(language, view.timeZone, Date.parse(view.window.toAt));
  return language === 'de'
    ? `Es kommt voraussichtlich zwischen ${from} und ${to} Uhr.`
    : `It is expected between ${from} and ${to}.`;
}

/** Why the promised window does not hold, as far as the page shows it. */
function delayReason(told: Told): string {
  return told.view.window?.basis === 'widened'
    ? say(told, {
        de: 'Die Reihenfolge der Lieferungen hat sich geändert.',
        en: 'The order of the deliveries has changed.',
      })
    : say(told, {
        de: 'Der Lieferwagen ist später dran als geplant.',
        en: 'The van is later than planned.',
      });
}

function stopsAwaySentences({ view: { stopsAway } }: Told): readonly string[] {
  if (stopsAway === null) return [];
  if (stopsAway.kind !== 'words') return [asSentence(stopsAway.sentence)];
  // That a number is not offered is no news.
  return stopsAway.because.code === 'plan_changed' ? [stopsAway.because.sentence] : [];
}

/** "am Empfang abgegeben" as a sentence of its own. */
function asSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;
}
