import type { PageSession, VanLookAnswer, VanLookReason } from '@doorstep/contract';
import { distanceMetres, isId } from '@doorstep/domain';
import { lookAtVan, type VanLookDeps } from '../../access/position-looks.ts';
import { findRouteOfParcel } from './van-looks.store.ts';

const reasons: readonly VanLookReason[] = ['recipient_asks', 'incident'];

/** Customer service looks where the van with this parcel is, for a reason, which the driver reads. */
export async function lookForParcel(
  deps: VanLookDeps,
  session: PageSession,
  parcelId: string,
  given: string,
): Promise<VanLookAnswer> {
  const { role, ...asker } = session;
  if (role !== 'support' || !isId('parcel', parcelId)) return { ok: false, code: 'not_found' };
  const found = await findRouteOfParcel(deps.db, parcelId);
  if (found === null) return { ok: false, code: 'not_found' };
  const reason = reasons.find((each) => each === given);
  if (reason === undefined) return { ok: false, code: 'reason_missing' };
  const { routeId, home } = found;
  const seen = routeId === null ? null : await lookAtVan(deps, routeId, { asker: { ...asker, role }, reason });
  const position = seen?.position ?? null;
  return { ok: true, position, metresToAddress: position && Math.round(distanceMetres(position, home)) };
}
