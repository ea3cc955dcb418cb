/** Markup that is safe to insert: made by `html` or vouched for by `trusted`, never from plain text. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[] | null;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for quoted attribute values. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

function piece(value: Piece): string {
  if (value === null) return '';
  if (typeof value === 'object') return 'markup' in value ? value.markup : value.map((part) => part.markup).join('');
  return escapeText(String(value));
}

/** Template whose text values are escaped; `null` is left out. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return { markup: strings.reduce((made, text, index) => made + piece(values[index - 1] ?? null) + text) };
}

/** Only for constants of our own. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** JSON as the content of a script element: no `<` is left that could end the element or open a comment. */
export function jsonForScript(value: unknown): Markup {
  return trusted(
    JSON.stringify(value)
      .replace(/</g, '\\u003c')
      .replace(/\u2028/g, '\\u2028')
      .replace(/\u2029/g, '\\u2029'),
  );
}

/** "18. November", "5 km" and "11 Stopps" never break after their number. */
export function keepNumbersTogether(text: string): string {
  return text.replace(/(\d\.?) (?=\p{L})/gu, '$1\u00a0');
}
