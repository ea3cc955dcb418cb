import { describe, expect, it } from 'vitest';
import { heldKinds, heldRows, heldTerms } from './held-data.ts';
import { keptRows } from './kept-after-erasure.ts';

describe('what is held about a recipient', () => {
  it('has one row for each kind, in order, and no row without words in both languages', () => {
    expect(heldRows.map(({ kind }) => kind)).toEqual([...heldKinds]);
    const texts = [
      ...heldRows.flatMap(({ what, why, until, onErasure }) => [what, why, until, onErasure]),
      ...keptRows.flatMap(({ what, why, until }) => [what, why, until]),
    ];
    for (const text of texts) for (const said of [text.de, text.en]) expect(said.length).toBeGreaterThan(5);
  });

  it('names what an erasure leaves, each with a reason and an end', () => {
    expect(keptRows.map(({ kind }) => kind)).toEqual([
      'address',
      'course',
      'photos',
      'reports',
      'messages',
      'guesses',
      'backups',
    ]);
  });

  it('says the terms by which it is deleted', () => {
    const said = (kind: string) => heldRows.find((row) => row.kind === kind)?.until.en;
    expect(said('address')).toContain(`${heldTerms.addressKeptDays} days`);
    expect(said('export')).toBe(`${heldTerms.exportKeptHours} hours`);
    expect(said('messages')).toContain(`${heldTerms.messagesKeptDays} days`);
    expect(said('guesses')).toContain(`${heldTerms.guessesKeptDays} days`);
  });
});
