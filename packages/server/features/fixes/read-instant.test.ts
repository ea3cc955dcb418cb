import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readInstant } from './read-instant.ts';

it('an instant in the usual form is read as Date.parse reads it', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-01-01') }), (date) => {
      expect(readInstant(date.toISOString())).toBe(date.getTime());
    }),
  );
});

it.each([
  '2026-06-09T08:00:00Z',
  '2026-06-09T10:00:00.25+02:00',
  '2026-06-09T24:00:00.000Z',
  '2026-06-09T24:30:00.000Z',
  '2026-06-09T08:0x:00.000Z',
  '2026-06-09T08:00:00.0-1Z',
  '2026-06-09T08:00:00,000Z',
  '2026-06-09T08:60:00.000Z',
  '2026-06-09T08:00:60.000Z',
  '2026-02-30T08:00:00.000Z',
  '2026-13-09T08:00:00.000Z',
  'yesterday',
  '',
])('%j is read as Date.parse reads it', (text) => {
  const at = Date.parse(text);
  expect(readInstant(text)).toBe(Number.isNaN(at) ? null : at);
});
