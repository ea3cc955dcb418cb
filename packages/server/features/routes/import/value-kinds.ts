// Each kind of value a field may hold: how it is read from CSV text or JSON, and what would be right.
import type { Bilingual, EpochMillis } from '@doorstep/domain';
import { isTimeZone } from './time-zones.ts';

export interface Kind<T> {
  /** The value, or undefined where this is not one. */
  readonly read: (raw: unknown, format: 'csv' | 'json') => T | undefined;
  /** Completes "right would be …". */
  readonly right: Bilingual;
  /** Stands in for a wrong value while the rest of its row is checked; the row is never used. */
  readonly blank: T;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL refuses NUL, and no name holds the others.
const control = /[\u0000-\u001f\u007f]/;

export function text(longest: number, example?: string): Kind<string> {
  return {
    read(raw) {
      if (typeof raw !== 'string') return undefined;
      const value = raw.trim();
      const fits = value.length > 0 && value.length <= longest && !control.test(value) && value.isWellFormed();
      return fits ? value : undefined;
    },
    right: {
      de: `ein Text mit 1 bis ${longest} Zeichen${example === undefined ? '' : `, etwa ${example}`}`,
      en: `a text of 1 to ${longest} characters${example === undefined ? '' : `, such as ${example}`}`,
    },
    blank: '',
  };
}

/** Decimal comma is read too: spreadsheets write it where the separator is a semicolon. */
const csvNumber = /^[+-]?\d{1,9}(?:[.,]\d{1,18})?$/;

export function number(lowest: number, highest: number, example?: string): Kind<number> {
  return {
    read(raw, format) {
      const value =
        format === 'csv' && typeof raw === 'string' && csvNumber.test(raw) ? Number(raw.replace(',', '.')) : raw;
      return typeof value === 'number' && value >= lowest && value <= highest ? value : undefined;
    },
    right: {
      de: `eine Zahl von ${lowest} bis ${highest}${example === undefined ? '' : `, etwa ${example}`}`,
      en: `a number from ${lowest} to ${highest}${example === undefined ? '' : `, such as ${example}`}`,
    },
    blank: 0,
  };
}

export function wholeNumber(lowest: number, highest: number): Kind<number> {
  const any = number(lowest, highest);
  return {
    read(raw, format) {
      const value = any.read(raw, format);
      return value !== undefined && Number.isInteger(value) ? value : undefined;
    },
    right: {
      de: `eine ganze Zahl von ${lowest} bis ${highest}`,
      en: `a whole number from ${lowest} to ${highest}`,
    },
    blank: 0,
  };
}

const csvYes = ['true', 'yes', 'ja', '1'];
const csvNo = ['false', 'no', 'nein', '0'];

export const yesOrNo: Kind<boolean> = {
  read(raw, format) {
    if (format === 'json') return typeof raw === 'boolean' ? raw : undefined;
    const word = String(raw).toLowerCase();
    if (csvYes.includes(word)) return true;
    return csvNo.includes(word) ? false : undefined;
  },
  right: { de: 'true oder false (in CSV auch ja, nein, 1, 0)', en: 'true or false (in CSV also yes, no, 1, 0)' },
  blank: true,
};

const dateShape = /^20\d\d-\d\d-\d\d$/;

export const calendarDate: Kind<string> = {
  read(raw) {
    if (typeof raw !== 'string' || !dateShape.test(raw)) return undefined;
    const at = Date.parse(`${raw}T00:00:00Z`);
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(raw) ? raw : undefined;
  },
  right: { de: 'ein Datum wie 2026-06-09', en: 'a date such as 2026-06-09' },
  blank: '2000-01-01',
};

/** RFC 3339: an instant without its offset would be a different hour on every machine. */
const instantShape =
  /^(20\d\d-\d\d-\d\d)[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

export const instant: Kind<EpochMillis> = {
  read(raw) {
    if (typeof raw !== 'string') return undefined;
    const day = instantShape.exec(raw)?.[1];
    if (day === undefined || calendarDate.read(day, 'json') === undefined) return undefined;
    const at = Date.parse(raw.replace(' ', 'T').toUpperCase());
    return Number.isNaN(at) ? undefined : at;
  },
  right: {
    de: 'ein Zeitpunkt mit Zeitzone wie 2026-06-09T08:00:00+02:00',
    en: 'an instant with its offset such as 2026-06-09T08:00:00+02:00',
  },
  blank: 0,
};

const emailShape = /^[^\s@<>"(),;:\\[\]]+@[^\s@<>"(),;:\\[\]]+\.[^\s@<>"(),;:\\[\].]+$/;

export const email: Kind<string> = {
  read(raw) {
    const value = text(254).read(raw, 'json');
    return value !== undefined && emailShape.test(value) ? value : undefined;
  },
  right: { de: 'eine E-Mail-Adresse wie name@example.org', en: 'an e-mail address such as name@example.org' },
  blank: '',
};

export const country: Kind<string> = {
  read: (raw) => (typeof raw === 'string' && /^[A-Z]{2}$/.test(raw) ? raw : undefined),
  right: {
    de: 'ein Land in zwei Großbuchstaben (ISO 3166-1) wie DE',
    en: 'a country in two capitals (ISO 3166-1) such as DE',
  },
  blank: '',
};

export const timeZone: Kind<string> = {
  read: (raw) => (typeof raw === 'string' && isTimeZone(raw) ? raw : undefined),
  right: {
    de: 'eine Zeitzone nach IANA wie Europe/Berlin (oder nichts: dann wird sie aus dem Ort bestimmt)',
    en: 'an IANA time zone such as Europe/Berlin (or nothing: then the place decides)',
  },
  blank: 'UTC',
};

export const webAddress: Kind<string> = {
  read(raw) {
    const value = text(500).read(raw, 'json');
    if (value === undefined || !URL.canParse(value)) return undefined;
    // It becomes a link on the recipient's page: nothing but http(s) may stand there.
    return ['https:', 'http:'].includes(new URL(value).protocol) ? value : undefined;
  },
  right: {
    de: 'eine Webadresse wie https://example.org/sendung/123',
    en: 'a web address such as https://example.org/parcel/123',
  },
  blank: '',
};
