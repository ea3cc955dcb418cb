// What every figure here is: a ratio of two programs that were measured in turn, on the same cores, in the same minute.
import { performance } from 'node:perf_hooks';

/** One program under load for one stretch of time. */
export interface Stretch {
  readonly perSecond: number;
  /** The busiest share of time of a load generator, 0 to 1. From 0.95 on it measures itself and not the program. */
  readonly generatorBusy: number;
  /** CPU time that the program itself took for each unit; other processes of the machine disturb it least. */
  readonly cpuMicrosEach: number;
}

export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly target: number;
  readonly pass: boolean;
  /** How far the pairs lie apart: (largest ratio - smallest ratio) / median ratio. */
  readonly spread: number | null;
  /** Further figures of the same run. */
  readonly extra: Readonly<Record<string, number | string | boolean | null>>;
}

export interface BenchOptions {
  readonly say: (line: string) => void;
  /** Where CPU profiles of the program under test are written, or null. */
  readonly profileFolder: string | null;
  /** `--long`: the whole measurement, where a bench shortens it so as not to hold a machine for long. */
  readonly isLong: boolean;
  /** `--short`: so small that its figure says nothing, to see that a long bench runs through. Never recorded. */
  readonly isShort: boolean;
}

/** A run that says nothing about the program: the generator saturated, or answers were not what they should be. */
export class BenchFailed extends Error {}

export const saturatedFrom = 0.95;

export interface Pairs {
  readonly value: number;
  readonly floor: number;
  readonly ratio: number;
  readonly spread: number;
  readonly discarded: number;
  readonly cpuMicrosEach: number;
  readonly cpuMicrosEachFloor: number;
}

/**
 * Runs floor and ours in turn, the order swapped from pair to pair, until enough pairs stand. A pair in which a load
 * generator saturated is thrown away; too many of those fail the bench. Warm-up is the caller's.
 */
export async function measurePairs(input: {
  readonly pairs: number;
  readonly what: string;
  readonly floor: () => Promise<Stretch>;
  readonly ours: () => Promise<Stretch>;
  readonly say: (line: string) => void;
}): Promise<Pairs> {
  const kept: { floor: Stretch; ours: Stretch; ratio: number }[] = [];
  let discarded = 0;
  for (let turn = 0; kept.length < input.pairs; turn++) {
    const floorFirst = turn % 2 === 0;
    const first = await (floorFirst ? input.floor() : input.ours());
    const second = await (floorFirst ? input.ours() : input.floor());
    const [floor, ours] = floorFirst ? [first, second] : [second, first];
    const busy = Math.max(floor.generatorBusy, ours.generatorBusy);
    const line = `floor ${count(floor.perSecond)}, ours ${count(ours.perSecond)} ${input.what}, generator ${share(floor.generatorBusy)} / ${share(ours.generatorBusy)} busy, own CPU ${floor.cpuMicrosEach.toFixed(1)} / ${ours.cpuMicrosEach.toFixed(1)} us each`;
    if (busy >= saturatedFrom) {
      discarded += 1;
      input.say(`  thrown away (generator saturated): ${line}`);
      if (discarded > input.pairs)
        throw new BenchFailed('The load generator saturates: more load than one core makes.');
      continue;
    }
    kept.push({ floor, ours, ratio: ours.perSecond / floor.perSecond });
    input.say(`  pair ${kept.length}: ${line}`);
  }
  const ratios = kept.map((pair) => pair.ratio);
  return {
    value: median(kept.map((pair) => pair.ours.perSecond)),
    floor: median(kept.map((pair) => pair.floor.perSecond)),
    ratio: median(ratios),
    spread: (Math.max(...ratios) - Math.min(...ratios)) / median(ratios),
    discarded,
    cpuMicrosEach: median(kept.map((pair) => pair.ours.cpuMicrosEach)),
    cpuMicrosEachFloor: median(kept.map((pair) => pair.floor.cpuMicrosEach)),
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of all lies (nearest rank). Throws RangeError where there is none. */
export function quantile(values: readonly number[] | Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (found === undefined) throw new RangeError('no values');
  return found;
}

/** How busy this process was since the answer before: its event loop, or its CPU time, whichever was more. */
export function watchOwnLoad(): () => number {
  let loop = performance.eventLoopUtilization();
  let cpu = process.cpuUsage();
  let at = performance.now();
  return () => {
    const elapsed = performance.now() - at;
    const used = process.cpuUsage(cpu);
    const busy = Math.max(
      performance.eventLoopUtilization(loop).utilization,
      (used.user + used.system) / 1000 / Math.max(elapsed, 1),
    );
    loop = performance.eventLoopUtilization();
    cpu = process.cpuUsage();
    at = performance.now();
    return busy;
  };
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function share(value: number): string {
  return `${Math.round(value * 100)}%`;
}

/** Four digits are all that such a measurement carries. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
