import { describe, expect, it } from 'vitest';
import { parcelMoves } from './delivery/states.ts';
import { privacyRulesDocument } from './privacy-rules-document.ts';
import { leaveRows } from './proof/leave-rules.ts';
import { lookRows } from './proof/look-rules.ts';
import { photoEndRows } from './proof/photo-retention.ts';
import { photoRows } from './proof/photo-rules.ts';
import { positionRows } from './visibility/position-rules.ts';
import { countRows, gateRows } from './visibility/rules.ts';
import { reasonCodes } from './visibility/views.ts';

describe('the printed privacy rules', () => {
  const document = privacyRulesDocument();

  it('hold every row of every table in both languages', () => {
    for (const row of [
      ...gateRows,
      ...positionRows,
      ...countRows,
      ...leaveRows,
      ...photoRows,
      ...lookRows,
      ...photoEndRows,
    ]) {
      expect(document).toContain(`${row.condition.de} / ${row.condition.en}`);
    }
    for (const move of parcelMoves) expect(document).toContain(`| \`${move.event}\` | \`${move.to}\` |`);
    for (const code of reasonCodes) expect(document).toContain(`| \`${code}\` | `);
  });

  it('are tables whose every line has the columns of its head', () => {
    for (const block of document
      .trimEnd()
      .split('\n\n')
      .filter((each) => each.startsWith('|'))) {
      const columns = block.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(columns).size).toBe(1);
    }
  });

  it('end in one line break', () => {
    expect(document).toMatch(/[^\n]\n$/);
  });
});
