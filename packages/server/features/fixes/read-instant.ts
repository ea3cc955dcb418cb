const farthestFuture = 8.64e15;
const usualForm = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{3}Z$/;
const usualLength = 24;

/** Up to the hour's end, `2026-05-04T09:`; no text begins with this one. */
let hourText = ' ';
let hourAt = 0;

/**
 * Reads an RFC 3339 instant as a phone writes it; null where it is none. Ten fixes of one request are nearly always of
 * one hour, so its beginning is kept and only minutes and seconds are reckoned; any other form goes the long way.
 */
export function readInstant(text: string): number | null {
  if (text.length !== usualLength || !text.startsWith(hourText))
    return readHour(text) ? readInstant(text) : parsed(text);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  const millis = digit(text, 20) * 100 + twoDigits(text, 21);
  const isUsual = text.charCodeAt(16) === colon && text.charCodeAt(19) === point && text.charCodeAt(23) === zulu;
  // What is no digit is not a number, and so neither larger nor smaller.
  if (isUsual && minutes <= 59 && seconds <= 59 && millis <= 999)
    return hourAt + (minutes * 60 + seconds) * 1000 + millis;
  return parsed(text);
}

/** Keeps the hour of an instant in the usual form; false where it is another form, or no instant. */
function readHour(text: string): boolean {
  if (!usualForm.test(text)) return false;
  const at = parsed(`${text.slice(0, 14)}00:00.000Z`);
  if (at === null) return false;
  hourText = text.slice(0, 14);
  hourAt = at;
  return true;
}

function parsed(text: string): number | null {
  const at = Date.parse(text);
  return Math.abs(at) < farthestFuture ? at : null;
}

const [zero, colon, point, zulu] = [48, 58, 46, 90];

/** The value of a digit, NaN for any other character. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - zero;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}
