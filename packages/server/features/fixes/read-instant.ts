const farthestFuture = 8.64e15;
const usualForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let hourText = '';
let hourAt = 0;

/**
 * Reads an RFC 3339 instant as a phone writes it; null where it is none. Ten fixes of one request are nearly always of
 * one hour, so its beginning is kept and only minutes and seconds are reckoned; any other form goes the long way.
 */
export function readInstant(text: string): number | null {
  if (!usualForm.test(text)) return parsed(text);
  const hour = text.slice(0, 13);
  if (hour !== hourText) {
    const at = parsed(`${hour}:00:00.000Z`);
    if (at === null) return null;
    hourText = hour;
    hourAt = at;
  }
  const minutes = digits(text, 14);
  const seconds = digits(text, 17);
  if (minutes > 59 || seconds > 59) return parsed(text);
  return hourAt + (minutes * 60 + seconds) * 1000 + (text.charCodeAt(20) - zero) * 100 + digits(text, 21);
}

function parsed(text: string): number | null {
  const at = Date.parse(text);
  return Math.abs(at) < farthestFuture ? at : null;
}

const zero = 48;
function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero;
}
