import type { Bilingual, Language } from '../text/language.ts';
import { escaped, mailButton, mailFrame, mailLink, mailMuted, mailParagraph } from './mail-frame.ts';

/** What the button does, by where its address leads; the first that fits, else that it goes on there. */
const buttons: readonly (readonly [path: RegExp, label: Bilingual])[] = [
  [/\/confirm(-address)?\?/, { de: 'Adresse bestätigen', en: 'Confirm address' }],
  [/\/reset\?/, { de: 'Passwort festlegen', en: 'Set password' }],
  [/\/t\//, { de: 'Lieferung ansehen', en: 'View delivery' }],
];
const goOn: Bilingual = { de: 'Weiter', en: 'Continue' };
const copyIt: Bilingual = {
  de: 'Oder in die Adresszeile kopieren:',
  en: 'Or copy it to the address bar:',
};
const address = /https?:\/\/[^\s<>"]+[^\s<>".,;]/;
/** A code as it is typed. */
const code = /\b\d{3} \d{3}\b/;

interface Letter {
  readonly language: Language;
  /** "Doorstep: Ihr Code": whose it is stands before the colon. */
  readonly subject: string;
  /** Paragraphs, an empty line between two. */
  readonly text: string;
}

/**
 * The HTML form of a mail that was written as plain text: the same sentences in the same order. A paragraph that is
 * nothing but an address becomes the button, with the address below it to be read and copied.
 */
export function letterHtml({ language, subject, text }: Letter): string {
  const [instanceName = '', ...rest] = subject.split(': ');
  const paragraphs = text
    .split('\n\n')
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
  const labels = buttonLabels(language, paragraphs.filter(isAddress));
  return mailFrame({
    language,
    instanceName,
    title: upperFirst(rest.join(': ') || subject),
    preview: paragraphs.find((paragraph) => /\s/.test(paragraph) && !paragraph.endsWith(',')) ?? '',
    inside: paragraphs.map((paragraph) => partOf(language, paragraph, labels)),
    below: '',
  });
}

const isAddress = (paragraph: string) => address.exec(paragraph)?.[0] === paragraph;

function partOf(language: Language, paragraph: string, labels: ReadonlyMap<string, string>): string {
  if (paragraph === '–') return '<hr style="margin:24px 0;border:0;border-top:1px solid #7f8c86">';
  const label = labels.get(paragraph);
  if (label !== undefined)
    return `${mailButton(paragraph, label)}\n${mailMuted(`${copyIt[language]} ${mailLink(paragraph, paragraph)}`)}<br>`;
  const [url = ''] = address.exec(paragraph) ?? [];
  if (url !== '') {
    const [before = '', after = ''] = paragraph.split(url);
    return mailParagraph(`${escaped(before)}${mailLink(url, url)}${escaped(after)}`);
  }
  const words = escaped(paragraph).replace(
    code,
    (digits) => `<br><strong style="font-size:30px;line-height:1.6;letter-spacing:.08em">${digits}</strong>`,
  );
  return mailParagraph(words.replaceAll('\n', '<br>'));
}

/** The label of each address; of several that do the same each says which it is: read out, they would be one name. */
function buttonLabels(language: Language, urls: readonly string[]): ReadonlyMap<string, string> {
  const labelOf = (url: string) => (buttons.find(([path]) => path.test(url))?.[1] ?? goOn)[language];
  const alike = Map.groupBy(new Set(urls), labelOf);
  const ofSeveral = { de: 'von', en: 'of' }[language];
  return new Map(
    [...alike].flatMap(([label, same]) =>
      same.map((url, index) => [
        url,
        same.length === 1 ? label : `${label} (${index + 1} ${ofSeveral} ${same.length})`,
      ]),
    ),
  );
}

function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
