import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvColumns } from './drafts.ts';
import { bytesOf, csvOf, goodRow, secondRow } from './example-files.ts';
import { look } from './look-at-file.ts';

describe('whatever stands in a file', () => {
  it('reading it answers and never throws', () => {
    const word = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ';',
      ':',
      '\n',
      '\r',
      '\\u',
      '1e999',
      '-',
      'null',
      'true',
      'x',
      ' ',
    );
    const json = fc.json({ maxDepth: 6 });
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }).map(bytesOf),
      fc.array(word, { maxLength: 80 }).map((words) => bytesOf(words.join(''))),
      fc.array(word, { maxLength: 80 }).map((words) => bytesOf(`${csvColumns.join(',')}\n${words.join('')}`)),
      json.map((routes) => bytesOf(`{"format":"doorstep-routes/1","carrier":{"name":"x"},"routes":[${routes}]}`)),
    );
    fc.assert(
      fc.property(garbage, fc.constantFrom('a.csv', 'a.json', ''), (bytes, fileName) => {
        const { refused, problems, parcels } = look(bytes, fileName);
        expect(parcels).toEqual([]);
        expect(refused ? problems.length === 1 : problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('one value changed in a good file costs that row at most, and then it is named', () => {
    fc.assert(
      fc.property(fc.constantFrom(...csvColumns), fc.string({ unit: 'binary', maxLength: 40 }), (column, value) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: line breaks and NUL are other tests' matter.
        const clean = value.replace(/[\r\n\u0000]/g, ' ').toWellFormed();
        const third = { ...secondRow, stop: '7', parcel: 'P-3', order: 'O-3', lat: '52.6' };
        const { problems, parcels } = look(csvOf([goodRow, { ...secondRow, [column]: clean }, third]));
        expect(parcels).toContain('P-1');
        const second = parcels.length === 3;
        expect(second ? problems.length === 0 : problems.every(({ line }) => line === 3 || line === 4)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
