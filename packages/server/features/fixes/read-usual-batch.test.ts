import { clockOffsetMillis } from '@doorstep/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFix } from './read-fix.ts';
import { readUsualBatch } from './read-usual-batch.ts';

const now = Date.parse('2026-06-09T08:00:00.000Z');
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const usual = { id, lat: 49.45, lon: 11.08, fixedAt: '2026-06-09T07:59:58.000Z' };
const batch = (...fixes: unknown[]) => JSON.stringify({ sentAt: '2026-06-09T08:00:00.000Z', fixes });

/** The long way: what JSON.parse and read-fix.ts make of it; null where any of it cannot be read. */
function readAtLength(body: string) {
  const { sentAt, fixes } = JSON.parse(body);
  const offset = clockOffsetMillis(Date.parse(sentAt), now);
  const read = fixes.map((fix: unknown) => readFix(fix, offset));
  return read.some((fix: object) => 'wrongField' in fix) ? null : read;
}

const number = fc.oneof(
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 20, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
  { weight: 20, arbitrary: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }).map((value) => value / 1e7) },
  // Sixteen and seventeen digits, as a browser hands on what a receiver reckoned.
  { weight: 20, arbitrary: fc.integer({ min: -180_000, max: 180_000 }).map((value) => value / 997) },
);
const instant = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
  .map((date) => date.toISOString());
const fix = fc
  .record(
    {
      id: fc.uuid(),
      fixedAt: instant,
      lat: fc.option(number),
      lon: fc.option(number),
      accuracyMetres: fc.option(number),
      speedMetresPerSecond: fc.option(number),
      headingDegrees: fc.option(number),
      mocked: fc.boolean(),
    },
    { requiredKeys: ['id', 'fixedAt'] },
  )
  .chain((each) => fc.shuffledSubarray(Object.entries(each), { minLength: Object.keys(each).length }))
  .map((fields) => Object.fromEntries(fields));

describe('a batch as our outbox writes it', () => {
  it('is read to the last bit as JSON.parse reads it, in any order of its fields', () => {
    let readHere = 0;
    fc.assert(
      fc.property(instant, fc.array(fix, { minLength: 1, maxLength: 5 }), (sentAt, fixes) => {
        const body = JSON.stringify({ sentAt, fixes });
        const read = readUsualBatch(body, now);
        // A number with an exponent goes the long way.
        expect(read === null).toBe(/\de/.test(body.replace(/"[^"]*"/g, '')));
        if (read === null) return;
        readHere += 1;
        expect(read).toEqual(readAtLength(body));
      }),
      { numRuns: 500 },
    );
    expect(readHere).toBeGreaterThan(100);
  });

  it('reads whatever number of decimals a phone writes', () => {
    for (const lat of [
      '0',
      '-0',
      '0.1',
      '-49.45',
      '49.452101812345678',
      '0.30000000000000004',
      '123456789012345',
      '90071992547409931',
      '1.000000000000000000000000001',
    ])
      expect(readUsualBatch(batch(usual).replace('49.45', lat), now)?.[0]?.lat).toBe(JSON.parse(lat));
  });

  it('changed in any one character is read as JSON.parse reads it, or not here', () => {
    const whole = batch({ ...usual, accuracyMetres: -1, speedMetresPerSecond: null, mocked: true }, usual);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(2), fc.string({ minLength: 0, maxLength: 2 }), (place, cut, put) => {
        const body = whole.slice(0, place) + put + whole.slice(place + cut);
        const read = readUsualBatch(body, now);
        if (read !== null) expect(read).toEqual(readAtLength(body));
      }),
      { numRuns: 5_000 },
    );
  });
});

it.each([
  ['spaces', JSON.stringify(JSON.parse(batch(usual)), null, 1)],
  ['no fixes', batch()],
  ['more than 500', batch(...Array.from({ length: 501 }, () => usual))],
  ['a field that nobody knows', batch({ ...usual, altitude: 3 })],
  ['a field twice', batch(usual).replace('"lat":49.45', '"lat":49.45,"lat":48')],
  ['another prototype', batch(usual).replace('"lat"', '"__proto__"')],
  ['an id in capitals', batch({ ...usual, id: id.toUpperCase() })],
  ['no id', batch({ ...usual, id: undefined })],
  ['a number as text', batch({ ...usual, lat: '49.45' })],
  ['a number that begins with 0', batch(usual).replace('49.45', '049.45')],
  ['a number that ends with a point', batch(usual).replace('49.45', '49.')],
  ['another form of instant', batch({ ...usual, fixedAt: '2026-06-09T07:59:58Z' })],
  ['an instant that a quotation mark ends', batch(usual).replace('09T07', '09"07')],
  ['an hour that is none', batch({ ...usual, fixedAt: '2026-06-09T25:59:58.000Z' })],
  ['something behind it', `${batch(usual)} `],
  ['nothing at all', ''],
])('what has %s is not read here', (_, body) => {
  expect(readUsualBatch(body, now)).toBeNull();
});
