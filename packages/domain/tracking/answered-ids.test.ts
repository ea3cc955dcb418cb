import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerCodeOf, createAnsweredIds, rememberAnswerCode } from './answered-ids.ts';

it('every id has the first answer that was remembered for it, and no other id has one', () => {
  const answers = fc.array(fc.tuple(fc.uuid(), fc.integer({ min: 1, max: 255 })), { maxLength: 400 });
  fc.assert(
    fc.property(answers, fc.uuid(), fc.integer(), (given, stranger, seed) => {
      const known = createAnsweredIds(seed);
      const expected = new Map<string, number>();
      for (const [id, code] of [...given, ...given.map(([id]) => [id, 7] as const)]) {
        expect(answerCodeOf(known, id)).toBe(expected.get(id) ?? 0);
        rememberAnswerCode(known, id, code);
        if (!expected.has(id)) expected.set(id, code);
      }
      for (const [id, code] of expected) expect(answerCodeOf(known, id.toUpperCase())).toBe(code);
      expect(known.count).toBe(expected.size);
      if (!expected.has(stranger)) expect(answerCodeOf(known, stranger)).toBe(0);
    }),
  );
});
