import type { OwnData } from '@doorstep/contract';
import { type HeldKind, heldRows, type Language, type ParcelView } from '@doorstep/domain';

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
    made: (instance: string, at: string) => `Kopie von ${instance}, gemacht am ${at} (UTC).`,
    also: 'Dieselben Angaben für Programme stehen in data.json.',
    why: 'Wozu',
    until: 'Bis wann',
    nothing: 'Nichts.',
    photo: 'Lieferfoto',
  },
  en: {
    title: 'What Doorstep knows about you',
    made: (instance: string, at: string) => `Copy from ${instance}, made on ${at} (UTC).`,
    also: 'The same for programs stands in data.json.',
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
  const sections = heldRows.map((row) => {
    const lines = linesOf(row.kind, input);
    const list =
      lines.length > 0 ? `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>` : `<p>${said.nothing}</p>`;
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
<p>${text(said.made(input.instance, moment(input.madeAt)))} ${said.also}</p>
${sections.join('\n')}
</body></html>
`;
}

/** Each a line of HTML. */
function linesOf(kind: HeldKind, { language, data, parcels }: PageInput): readonly string[] {
  const line = (...parts: readonly (string | Date | null | undefined)[]) =>
    text(
      parts.flatMap((part) => (part === null || part === undefined || part === '' ? [] : [moment(part)])).join(' · '),
    );
  switch (kind) {
    case 'account':
      return [line(data.account.name, data.account.email, data.account.since)];
    case 'sign_in':
      return [
        ...data.signIns.map(({ device, since }) => line(device, since)),
        ...data.passkeys.map(({ name, since }) => line('Passkey', name, since)),
      ];
    case 'choices':
      return [
        ...(data.choices ? [text(JSON.stringify(data.choices))] : []),
        ...data.choicesByPlace.map(({ place, choice, since }) => line(place, choice, since)),
      ];
    case 'address':
      return data.envelopes.map(({ name, address, email }) => line(name, address, email));
    case 'safe_places':
      return data.safePlaces.map(({ place, note, at }) => line(place, note, at));
    case 'course':
      return parcels.map(({ view }) =>
        line(view.merchant, view.status.headline, view.status.detail, view.serviceDate, view.id),
      );
    case 'photos':
      return parcels.flatMap(({ view, photo }) =>
        photo === null ? [] : [`${line(view.merchant, view.id)}<img src="${photo}" alt="${words[language].photo}">`],
      );
    case 'looks':
      return data.looks.map(({ at, role, reason }) => line(at, role, reason));
    case 'reports':
      return [
        ...data.reports.map(({ parcelId, note, at, ...report }) => line(at, report.kind, note, parcelId)),
        ...data.received.map(({ parcelId, at }) => line(at, 'received', parcelId)),
      ];
    case 'messages':
      return [
        ...data.messages.map(({ at, about, channel, title }) => line(at, channel, about, title)),
        ...data.mails.map(({ at, subject, to }) => line(at, subject, to)),
      ];
    default:
      return [];
  }
}

function moment(part: string | Date): string {
  const at = part instanceof Date ? part.toISOString() : part;
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) ? `${at.slice(0, 10)} ${at.slice(11, 16)}` : at;
}

function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function text(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
