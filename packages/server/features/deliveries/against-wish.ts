import type { Command } from '@doorstep/contract';
import { judgeToldDelivery, type WishReason } from '@doorstep/domain';
import type { Decision, RouteAtCommand } from './decide.ts';

export type AgainstWish =
  | { readonly ok: true; readonly reasons: ReadonlyMap<string, WishReason> }
  | { readonly ok: false; readonly code: WishReason };

/**
 * Holds a delivery against what the recipients wish (rules.md section 3; domain/proof/wish-rules.ts): refused where the
 * driver can still do otherwise, else taken, with the wish that it was against beside each such parcel.
 */
export function heldAgainstWishes(
  route: RouteAtCommand,
  command: Command,
  decision: Extract<Decision, { ok: true }>,
  times: { readonly at: number; readonly receivedAt: number },
): AgainstWish {
  const reasons = new Map<string, WishReason>();
  if (command.type !== 'deliver') return { ok: true, reasons };
  const parcels = new Map(route.parcels.map((parcel) => [parcel.parcelId, parcel]));
  for (const { parcelId, event } of decision.parcelChanges) {
    const parcel = parcels.get(parcelId);
    if (event !== 'delivered' || parcel === undefined) continue;
    const { answer, reason } = judgeToldDelivery({
      how: command.how,
      wish: parcel.wish,
      wishThen: parcel.wishThen,
      doneAt: times.at,
      toldAt: times.receivedAt,
      despiteWish: command.despiteWish === true,
    });
    if (reason === null) continue;
    if (answer === 'refused') return { ok: false, code: reason };
    reasons.set(parcelId, reason);
  }
  return { ok: true, reasons };
}
