import type { EpochMillis } from '@doorstep/domain';

/** A recorded drive, oldest fix first. */
export interface Trace {
  readonly name: string;
  readonly fixes: readonly TraceFix[];
}

export interface TraceFix {
  readonly lat: number;
  readonly lon: number;
  readonly at: EpochMillis;
}

/** Several traces as one drive: each begins so long after the end of the one before. */
export function joinTraces(traces: readonly Trace[], gapSeconds: number): Trace {
  const fixes: TraceFix[] = [];
  for (const trace of traces) {
    const first = trace.fixes[0];
    if (first === undefined) continue;
    const last = fixes.at(-1);
    const shift = last === undefined ? 0 : last.at + gapSeconds * 1_000 - first.at;
    for (const fix of trace.fixes) fixes.push({ ...fix, at: fix.at + shift });
  }
  return { name: traces.map(({ name }) => name).join(', '), fixes };
}

/** The same drive ending at this instant, with its own gaps or with equal ones. */
export function endTraceAt(trace: Trace, endAt: EpochMillis, gapSeconds: number | null): Trace {
  const last = trace.fixes.at(-1);
  if (last === undefined) return trace;
  const fixes = trace.fixes.map((fix, index) => {
    const before = gapSeconds === null ? last.at - fix.at : (trace.fixes.length - 1 - index) * gapSeconds * 1_000;
    return { ...fix, at: endAt - before };
  });
  return { ...trace, fixes };
}
