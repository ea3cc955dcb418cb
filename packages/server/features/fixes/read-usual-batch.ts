import { maximumFixesPerBatch } from '@doorstep/contract';
import { clockOffsetMillis, correctedAt, type FixCandidate } from '@doorstep/domain';
import { readInstant } from './read-instant.ts';

/*
 * Reads a batch in the form in which JSON.stringify of our outbox writes it, in one pass over its text and without making
 * anything but the fixes. What is written otherwise in the least (a space, an escape, another field, a number with an
 * exponent, an id in capitals, a value of another kind) is not read here: it goes the long way of JSON.parse and
 * read-fix.ts, which reads the same and says what is wrong. read-usual-batch.test.ts holds both against each other.
 */

/** The text and the place in it; reading is never interrupted. */
let text = '';
let at = 0;

/** The form is unusual: beyond the end nothing is found any more, so that the batch as a whole is not read. */
function giveUp(): null {
  at = text.length + 1;
  return null;
}

/** `body`: its bytes as characters (latin1), so that whatever is not ASCII is unusual. Null where the form is. */
export function readUsualBatch(body: string, receivedAt: number): FixCandidate[] | null {
  text = body;
  at = 0;
  if (!skip('{"sentAt":"')) return null;
  const offset = clockOffsetMillis(readSentAt(), receivedAt);
  if (!skip(',"fixes":[')) return null;
  const fixes: FixCandidate[] = [];
  do {
    const fix = fixes.length < maximumFixesPerBatch ? readFix(offset) : null;
    if (fix === null) return null;
    fixes.push(fix);
  } while (skip(','));
  return skip(']}') && at === text.length ? fixes : null;
}

type Reading = { -readonly [K in keyof FixCandidate]: FixCandidate[K] };

/** Null where the form is unusual, which a field that comes twice is too. */
function readFix(offsetMillis: number): FixCandidate | null {
  if (!skip('{')) return null;
  const fix: Reading = {
    id: '',
    lat: null,
    lon: null,
    accuracyMetres: null,
    speedMetresPerSecond: null,
    headingDegrees: null,
    fixedAt: 0,
    mocked: false,
  };
  let seen = 0;
  do {
    const field = readField(fix);
    if (field === 0 || (seen & field) !== 0) return null;
    seen |= field;
  } while (skip(','));
  if ((seen & needed) !== needed || !skip('}')) return null;
  fix.fixedAt = correctedAt(fix.fixedAt, offsetMillis);
  return fix;
}

const needed = 1 | 2;

/** Reads the next field into the fix. Answers a bit of its own for each field, 0 where it is none of them. */
function readField(fix: Reading): number {
  switch (text.charCodeAt(at + 1)) {
    case letter.i:
      if (!skip('"id":"')) return 0;
      fix.id = readId();
      return 1;
    case letter.f:
      if (!skip('"fixedAt":"')) return 0;
      fix.fixedAt = readFixedAt();
      return 2;
    case letter.l:
      return readCoordinate(fix);
    case letter.a:
      if (!skip('"accuracyMetres":')) return 0;
      fix.accuracyMetres = known(readNumber());
      return 16;
    case letter.s:
      if (!skip('"speedMetresPerSecond":')) return 0;
      fix.speedMetresPerSecond = known(readNumber());
      return 32;
    case letter.h:
      if (!skip('"headingDegrees":')) return 0;
      fix.headingDegrees = known(readNumber());
      return 64;
    case letter.m:
      fix.mocked = skip('"mocked":true');
      return fix.mocked || skip('"mocked":false') ? 128 : 0;
    default:
      return 0;
  }
}

function readCoordinate(fix: Reading): number {
  if (skip('"lat":')) {
    fix.lat = readNumber();
    return 4;
  }
  if (!skip('"lon":')) return 0;
  fix.lon = readNumber();
  return 8;
}

const letter = { a: 97, f: 102, h: 104, i: 105, l: 108, m: 109, s: 115 } as const;

/** Phones write -1 where they do not know (read-fix.ts). */
function known(value: number | null): number | null {
  return value !== null && value < 0 ? null : value;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"/y;
const uuidLength = 36;

function readId(): string {
  uuid.lastIndex = at;
  if (!uuid.test(text)) giveUp();
  const from = at;
  at += uuidLength + 1;
  return text.slice(from, from + uuidLength);
}

/** Only so: `Date.parse` would also take a quotation mark for the T, and that ends the text. */
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/y;
const instantLength = '2026-05-04T09:00:00.000Z'.length;

function readQuoted(): string {
  instant.lastIndex = at;
  if (!instant.test(text)) giveUp();
  const from = at;
  at += instantLength + 1;
  return text.slice(from, from + instantLength);
}

function readFixedAt(): number {
  const instant = readInstant(readQuoted());
  if (instant === null) giveUp();
  return instant ?? 0;
}

/** By itself, as the hour that read-instant.ts keeps in mind is that of the fixes. */
function readSentAt(): number {
  const sentAt = Date.parse(readQuoted());
  if (Number.isNaN(sentAt)) giveUp();
  return sentAt;
}

/** So many digits are a whole number that is exact; divided by a power of ten that is exact, the nearest there is. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, exponent) => 10 ** exponent);

/** A number or null as JSON has them (RFC 8259, 6), without exponent. */
function readNumber(): number | null {
  if (skip('null')) return null;
  const from = at;
  const isNegative = skip('-');
  const wholeFrom = at;
  let value = readDigits(0);
  const whole = at - wholeFrom;
  if (whole === 0 || (whole > 1 && text.charCodeAt(wholeFrom) === zero)) return giveUp();
  let digits = whole;
  let decimals = 0;
  if (skip('.')) {
    const decimalsFrom = at;
    value = readDigits(value);
    decimals = at - decimalsFrom;
    if (decimals === 0) return giveUp();
    digits += decimals;
  }
  const next = text.charCodeAt(at);
  if (next !== comma && next !== brace) return giveUp();
  if (digits > exactDigits) return Number(text.slice(from, at));
  const size = value / (powersOfTen[decimals] ?? 1);
  return isNegative ? -size : size;
}

/** Goes on with a number, digit by digit. */
function readDigits(begun: number): number {
  let value = begun;
  for (let digit = text.charCodeAt(at) - zero; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - zero) {
    value = value * 10 + digit;
    at += 1;
  }
  return value;
}

const [zero, comma, brace] = [48, 44, 125] as const;

/** Goes past these characters, where they come next. */
function skip(expected: string): boolean {
  if (!text.startsWith(expected, at)) return false;
  at += expected.length;
  return true;
}
