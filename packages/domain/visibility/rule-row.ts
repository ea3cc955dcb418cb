import type { Bilingual } from '../text/language.ts';
import type { ReasonCode } from './views.ts';

export interface RuleRow {
  readonly row: string;
  readonly reason: ReasonCode | null;
  /** The condition and what it shows in words, for the printed rules. */
  readonly condition: Bilingual;
  readonly shown: Bilingual;
}
