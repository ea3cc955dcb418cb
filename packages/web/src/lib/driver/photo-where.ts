import type { DoorTask } from './door-task.ts';
import type { DeliverHow, LeftHow } from './ending.ts';

const leftHows: Readonly<Record<LeftHow, true>> = { safe_place: true, mailbox: true, locker: true };

/**
 * Whether the camera opens where a visit ends like this, and whether the visit may end without a picture: as the route
 * says it, which knows every setting; the server judges it once more.
 */
export function photoWhere({ photo }: Pick<DoorTask, 'photo'>, how: DeliverHow): 'must' | 'may' | 'no' {
  const isThirdParty = how === 'neighbour' || how === 'reception';
  const opens = how in leftHows ? photo.answer : isThirdParty && photo.atNeighbour === true;
  if (!opens) return 'no';
  return photo.mandatory === true ? 'must' : 'may';
}
