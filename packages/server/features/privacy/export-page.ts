import type { OwnData } from '@doorstep/contract';
import {
  type Bilingual,
  caseKindWords,
  caseLookSentence,
  channelWords,
  eventChoiceWords,
  eventWords,
  type HeldKind,
  heldRows,
  heldWords,
  type Language,
  lookSentence,
  notificationChannels,
  notificationEvents,
  type ParcelView,
  passWords,
  quietWords,
  standingSaidSentence,
  wishMadeSentence,
} from '@doorstep/domain';

export interface ExportedParcel {
  readonly view: ParcelView;
  /** Where its photo lies in the copy. */
  readonly photo: string | null;
}

interface PageInput {
  readonly language: Language;
  readonly instance: string;
  readonly madeAt: string;
  readonly data: OwnData;
  readonly parcels: readonly ExportedParcel[];
}

const words = {
  de: {
    title: 'Was Doorstep über Sie weiß',
    made: (instance: string, at: string) => `Kopie von ${instance}, gemacht am ${at}.`,
    also: (zone: string) => `Uhrzeiten: ${zone}. Dieselben Angaben für Programme stehen in data.json.`,
    why: 'Wozu',
    until: 'Bis wann',
    nothing: 'Nichts.',
    photo: 'Lieferfoto',
  },
  en: {
    title: 'What Doorstep knows about you',
    made: (instance: string, at: string) => `Copy from ${instance}, made on ${at}.`,
    also: (zone: string) => `Times: ${zone}. The same for programs stands in data.json.`,
    why: 'What for',
    until: 'Until',
    nothing: 'Nothing.',
    photo: 'delivery photo',
  },
} as const;

/** A page that opens without a network: all that is in the copy, by kind, in words. */
export function exportPage(input: PageInput): string {
  const { language } = input;
  const said = words[language];
  const zone = zoneOf(input.parcels);
  const sections = heldRows.map((row) => {
    const lines = linesOf(row.kind, input);
    // Of some kinds a copy can hold nothing: what a backup has is not ours to list.
    const list =
      lines === null
        ? ''
        : lines.length > 0
          ? `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`
          : `<p>${said.nothing}</p>`;
    return `<section><h2>${text(upperFirst(row.what[language]))}</h2>
<p class="small">${said.why}: ${text(row.why[language])}<br>${said.until}: ${text(row.until[language])}</p>
${list}</section>`;
  });
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${said.title}</title>
<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
h2{font-size:1.1rem;margin-top:2rem}.small{font-size:.9rem;opacity:.8}li{margin:.4rem 0;overflow-wrap:anywhere}img{display:block;max-width:100%;height:auto}</style>
</head><body><h1>${said.title}</h1>
<p>${text(said.made(input.instance, moment(language, zone, new Date(input.madeAt))))} ${text(said.also(zoneName(language, zone, new Date(input.madeAt))))}</p>
${sections.join('\n')}
</body></html>
`;
}

/** Each a line of HTML. */
function linesOf(kind: HeldKind, { language, data, parcels }: PageInput): readonly string[] | null {
  const zone = zoneOf(parcels);
  const line = (...parts: readonly (string | Date | null | undefined)[]) =>
    text(parts.flatMap((part) => (part === null || part === undefined || part === '' ? [] : [said(part)])).join(' · '));
  const said = (part: string | Date) => (part instanceof Date ? moment(language, zone, part) : part);
  const word = (words: Bilingual) => words[language];
  const about = (parcelId: string) => {
    const view = parcels.find((each) => each.view.id === parcelId)?.view;
    return [view?.merchant, parcelId].filter((part) => part).join(', ');
  };
  switch (kind) {
    case 'account':
      return [line(data.account.name, data.account.email, ...data.account.newEmails, new Date(data.account.since))];
    case 'sign_in':
      return [
        ...data.signIns.map(({ device, since }) => line(word(heldWords.signIn), device, since)),
        ...data.passkeys.map(({ name, since }) => line(name ?? word(heldWords.passkey), since)),
        ...data.pushBrowsers.map(({ service, since }) => line(`${word(heldWords.push)} ${service}`, since)),
      ];
    case 'choices':
      return choicesOf(language, data.choices).concat(
        data.choicesByPlace.map(({ scope, place, choice, since }) =>
          line(scope === 'parcel' ? about(place) : place, word(heldWords.deliveryPhotos[choice]), since),
        ),
        data.closedMaps.map(({ parcelId, since }) => line(about(parcelId), word(heldWords.map.off), since)),
      );
    case 'address':
      return data.envelopes.map(({ name, address, email, locker }) => line(name, address, email, locker));
    case 'safe_places':
      return [
        ...data.standingWishes.map((said) =>
          line(
            said.address ?? word(heldWords.allAddresses),
            standingSaidSentence(language, said),
            said.neighbour,
            said.houseNumber,
            said.note,
            said.at,
          ),
        ),
        ...data.safePlaces.map(({ parcelId, place, note, at }) =>
          line(place ?? word(heldWords.nowhere), note, at, about(parcelId)),
        ),
        ...data.wishes.map(({ parcelId, wish, neighbour, houseNumber, at }) =>
          line(wishMadeSentence(language, wish), neighbour, houseNumber, at, about(parcelId)),
        ),
      ];
    case 'course':
      return parcels.map(({ view }) =>
        line(view.merchant, view.status.headline, view.status.detail, day(language, view.serviceDate), view.id),
      );
    case 'photos':
      return parcels.flatMap(({ view, photo }) =>
        photo === null ? [] : [`${line(view.merchant, view.id)}<img src="${photo}" alt="${words[language].photo}">`],
      );
    case 'looks':
      return [
        ...data.looks.map(({ at, reason, parcelId }) => line(at, lookSentence(language, reason), about(parcelId))),
        ...data.caseLooks.map(({ at, reason, parcelId }) =>
          line(at, caseLookSentence(language, reason), about(parcelId)),
        ),
      ];
    case 'reports':
      return [
        ...data.reports.map(({ parcelId, note, at, kind: what, closedAt }) =>
          line(
            at,
            `${word(heldWords.report)}: ${word(caseKindWords[what])}`,
            note,
            word(closedAt === null ? heldWords.open : heldWords.closed),
            about(parcelId),
          ),
        ),
        ...data.received.map(({ parcelId, at }) => line(at, word(heldWords.received), about(parcelId))),
      ];
    case 'links':
      return data.links.map(({ parcelId, name, at, revokedAt }) =>
        line(
          at,
          name === null ? word(heldWords.mailedLink) : passWords(language, name),
          revokedAt && `${word(heldWords.revoked)}: ${moment(language, zone, revokedAt)}`,
          about(parcelId),
        ),
      );
    case 'messages':
      return [
        ...data.messages.map(({ at, channel, title, text: body, about: event, state }) =>
          line(
            at,
            word(heldWords.channel[channel]),
            title ?? aboutWords(language, event),
            body,
            word(heldWords.state[state]),
          ),
        ),
        ...data.mails.map(({ at, subject, to, state }) =>
          line(at, word(heldWords.channel.mail), subject, to, word(heldWords.state[state])),
        ),
      ];
    default:
      return null;
  }
}

function choicesOf(language: Language, choices: OwnData['choices']): readonly string[] {
  return [
    heldWords.map[choices.map][language],
    heldWords.deliveryPhotos[choices.deliveryPhotos][language],
    heldWords.photoInMail[choices.photoInMail][language],
    heldWords.language[choices.language][language],
    quietWords(language, choices.quietHours),
    ...notificationChannels.map((channel) => channelWords(language, channel, choices.channels[channel])),
    ...notificationEvents.map((event) => eventChoiceWords(language, event, choices.notifications[event] ?? {})),
  ].map(text);
}

function aboutWords(language: Language, event: string): string {
  const known = notificationEvents.find((each) => each === event);
  return known === undefined ? '' : eventWords(language, known);
}

/** The clock of the reader's newest delivery; without one, that of the world. */
const zoneOf = (parcels: PageInput['parcels']) => parcels[0]?.view.timeZone ?? 'UTC';

function moment(language: Language, timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
}

function day(language: Language, date: string | null): string | null {
  if (date === null) return null;
  const noon = new Date(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(noon);
}

/** "Mitteleuropäische Zeit", as its readers say. */
function zoneName(language: Language, timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat(locales[language], { timeZone, timeZoneName: 'longGeneric' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

const locales: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function text(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
