import { type EpochMillis, toRfc3339 } from '@doorstep/domain';
import type { NewCommand } from '@doorstep/outbox';
import type { Deed } from './deeds.ts';
import type { Stop, Van, VanTally } from './van.ts';

/** Keeps in the outbox what was done at a stop, each delivery together with its picture. Sends nothing. */
export async function recordDeeds(
  van: Pick<Van, 'outbox' | 'takePicture' | 'say'>,
  tally: VanTally,
  stop: Stop,
  deeds: readonly Deed[],
  at: EpochMillis,
): Promise<void> {
  for (const deed of deeds) {
    const where = { stopId: stop.id, parcelIds: [...deed.parcelIds], at: toRfc3339(at) };
    if (deed.kind === 'attempt') {
      await van.outbox.record({ ...where, type: 'attempt', reason: deed.reason });
      tally.attempted += 1;
      continue;
    }
    const { how, place } = deed;
    const command = { ...where, type: 'deliver', how, ...(place === null ? {} : { place }) } satisfies NewCommand;
    const picture = deed.photographed ? await pictureOf(van, stop, at) : null;
    if (picture === null) await van.outbox.record(command);
    else {
      const id = crypto.randomUUID();
      await van.outbox.recordTogether([{ ...command, photoId: id }], { ...picture, id });
      tally.photos += 1;
    }
    tally.delivered += 1;
  }
}

/** A camera that fails must not cost the delivery. */
async function pictureOf(van: Pick<Van, 'takePicture' | 'say'>, stop: Stop, at: EpochMillis) {
  try {
    return (await van.takePicture?.(stop, at)) ?? null;
  } catch (error) {
    van.say?.(`The camera failed (${error instanceof Error ? error.message : error}); delivered without a picture.`);
    return null;
  }
}
