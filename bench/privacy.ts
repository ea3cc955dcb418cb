// Privacy as a model checker: generated days, walked through the real doors and streams, with every byte that anybody got
// held against an independent statement of the rules. A counting bench: its value is the number of violations, its target 0.
import { walkDays } from '../packages/server/testing/privacy/walk-days.ts';
import { openBenchInstance } from './instance.ts';
import type { BenchOptions, BenchResult } from './measure.ts';

const leastObservations = 100_000;

export async function privacy({ say }: BenchOptions): Promise<BenchResult> {
  const instance = await openBenchInstance(say);
  const url = instance.environment.DATABASE_URL ?? '';
  try {
    const seen = await walkDays({
      observations: leastObservations,
      seed: 4,
      stepsADay: 60,
      say,
      store: { ...instance.database, url, close: async () => undefined },
    });
    const { observations, violations, ...extra } = seen;
    return {
      name: 'privacy',
      unit: 'violations',
      value: violations.length,
      floor: null,
      ratio: null,
      target: 0,
      pass: violations.length === 0 && observations >= leastObservations,
      spread: null,
      extra: { observations, ...extra },
    };
  } finally {
    await instance.close();
  }
}
