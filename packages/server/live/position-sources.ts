import type { PositionSource } from '@doorstep/contract';
import { toRfc3339 } from '@doorstep/domain';

type Source = PositionSource['source'];

const toldForMillis = 10 * 60_000;

/**
 * From which of a driver's apps accepted positions came, and of when: told to that driver's own page. It holds times and
 * no places, in memory alone; what it has forgotten after a restart the next position tells again.
 */
export function createPositionSources(now: () => number) {
  const ofDriver = new Map<string, Map<Source, number>>();
  return {
    note(driverId: string, source: Source, fixedAt: number): void {
      const sources = ofDriver.get(driverId) ?? new Map<Source, number>();
      if (fixedAt > (sources.get(source) ?? 0)) sources.set(source, fixedAt);
      ofDriver.set(driverId, sources);
    },
    read(driverId: string): PositionSource[] {
      const since = now() - toldForMillis;
      return [...(ofDriver.get(driverId) ?? [])]
        .filter(([, fixedAt]) => fixedAt >= since)
        .sort(([, a], [, b]) => b - a)
        .map(([source, fixedAt]) => ({ source, fixedAt: toRfc3339(fixedAt) }));
    },
    forgetOld(): void {
      const since = now() - toldForMillis;
      for (const [driverId, sources] of ofDriver) {
        for (const [source, fixedAt] of sources) if (fixedAt < since) sources.delete(source);
        if (sources.size === 0) ofDriver.delete(driverId);
      }
    },
  };
}
export type PositionSources = ReturnType<typeof createPositionSources>;
