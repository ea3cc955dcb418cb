import type { FixCandidate } from '@doorstep/domain';
import type { Device, DeviceRegistry } from '../../access/devices.ts';
import type { PositionSources } from '../../live/position-sources.ts';
import type { Clock } from '../../ports/clock.ts';
import { newestAccepted, type TakeFixesDeps, type TakenFix, takeFixes } from './take-fixes.ts';

export interface TakeBatchDeps extends TakeFixesDeps {
  readonly devices: DeviceRegistry;
  readonly clock: Clock;
  readonly positionSources: Pick<PositionSources, 'note'>;
}

/** Takes a batch of our own app, and notes that it tells the position. Answers as takeFixes does. */
export async function takeBatch(
  deps: TakeBatchDeps,
  device: Device,
  batch: { readonly receivedAt: number; readonly fixes: readonly FixCandidate[] },
): Promise<readonly TakenFix[]> {
  const taken = await takeFixes(deps, { ...device, ...batch });
  const newest = newestAccepted(batch.fixes, taken);
  if (newest !== null) deps.positionSources.note(device.driverId, 'app', newest);
  return taken;
}
