import type { PageSession, PhotoLook } from '@doorstep/contract';
import {
  isId,
  isLookReason,
  type LookFacts,
  type LookRefusal,
  longestNote,
  lookLastsMinutes,
  lookRefusal,
  type PhotoPass,
  passOfLook,
  toRfc3339,
  visibleLine,
} from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import type { Bus } from '../../ports/bus.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import {
  type AskedPhoto,
  parcelExists,
  readAskedPhoto,
  readOwnLook,
  readParcelsOfPhoto,
  writeLook,
} from './photo-looks.store.ts';
import { openPicture, type SeePhotoDeps } from './see-photo.ts';

export interface LookDeps extends Pick<SeePhotoDeps, 'db' | 'clock' | 'blobs' | 'cipher'> {
  readonly bus: Bus;
  /** Notes, in the transaction of the look, that the recipients are to be told of it; one message a case. */
  readonly photoViewed: (
    trx: Db,
    look: { parcelIds: readonly string[]; caseId: string | null; now: number },
  ) => Promise<void>;
}

export type LookAnswer =
  | { readonly ok: true; readonly look: PhotoLook }
  | { readonly ok: false; readonly code: LookRefusal | 'note_too_long' };

/**
 * Customer service states a reason and gets to see the photo of a delivery as it stands, or of the one that a case is
 * about. The look is committed before anything can be seen.
 */
export async function lookAtPhoto(
  deps: LookDeps,
  session: PageSession,
  wish: { parcelId: string; caseId?: string | null; reason: string; note: string | null },
): Promise<LookAnswer> {
  const { parcelId, reason } = wish;
  const caseId = wish.caseId ?? null;
  if (!isId('parcel', parcelId) || (caseId !== null && !isId('case', caseId))) return refuse('not_found');
  const note = visibleLine(wish.note ?? '');
  if ([...note].length > longestNote) return refuse('note_too_long');
  const now = deps.clock.now();
  const done = await deps.db.transaction().execute(async (trx): Promise<WrittenLook> => {
    const found = await readAskedPhoto(trx, caseId === null ? { parcelId } : { caseId }, now);
    const photo = found?.parcelId === parcelId ? found : null;
    const facts = factsOf(session, photo, reason, note || null);
    const refusal = lookRefusal(facts);
    if (refusal !== null) return refuse((await parcelExists(trx, parcelId)) ? refusal : 'not_found');
    if (photo === null || !isLookReason(reason)) throw new Error('a look that is allowed has a photo and a reason');
    const id = newId('look');
    const look = { id, photoId: photo.id, parcelId, caseId: caseId ?? photo.openCaseId, reason, note: facts.note };
    await writeLook(trx, { ...look, accountId: session.accountId, at: now });
    const parcelIds = await readParcelsOfPhoto(trx, photo.id);
    await deps.photoViewed(trx, { parcelIds, caseId: look.caseId, now });
    return { ok: true, parcelIds, look: shownLook(id, now, photo) };
  });
  if (!done.ok) return done;
  deps.bus.publish('parcels_changed', { parcelIds: done.parcelIds });
  return { ok: true, look: done.look };
}

type Refused = Extract<LookAnswer, { ok: false }>;
type WrittenLook = Refused | { readonly ok: true; readonly parcelIds: readonly string[]; readonly look: PhotoLook };

function shownLook(id: string, at: number, photo: AskedPhoto): PhotoLook {
  return {
    id,
    at: toRfc3339(at),
    endsAt: toRfc3339(at + lookLastsMinutes * 60_000),
    photoPath: photo.blobs.full === null ? null : pathOf(id, 'full'),
    previewPath: pathOf(id, 'preview'),
  };
}

function refuse(code: LookRefusal | 'note_too_long'): Refused {
  return { ok: false, code };
}

function pathOf(lookId: string, size: PhotoSize): string {
  return `/api/v1/support/photo-looks/${lookId}/photo${size === 'preview' ? '/preview' : ''}`;
}

function factsOf(session: PageSession, photo: AskedPhoto | null, reason: string, note: string | null): LookFacts {
  return {
    role: session.role,
    confidential: photo?.confidential ?? false,
    isKept: photo?.isKept ?? false,
    isHidden: photo?.isHidden ?? false,
    reportIsOpen: photo?.reportIsOpen ?? false,
    reason,
    note,
  };
}

/** Whether there is a photo of the delivery as it stands that could be looked at, before a reason is stated. */
export async function photoToLookAt(
  deps: LookDeps,
  session: PageSession,
  parcelId: string,
): Promise<LookRefusal | 'available'> {
  if (!isId('parcel', parcelId)) return 'not_found';
  const photo = await readAskedPhoto(deps.db, { parcelId }, deps.clock.now());
  return lookRefusal(factsOf(session, photo, 'missing', null)) ?? 'available';
}

interface OpenLook {
  readonly photo: AskedPhoto;
  readonly pass: PhotoPass;
  readonly at: number;
}

/** A look of one's own that still lasts, the table being asked again: what is deleted meanwhile is gone. */
async function openLook(deps: LookDeps, session: PageSession, lookId: string): Promise<OpenLook | null> {
  if (!isId('look', lookId)) return null;
  const now = deps.clock.now();
  const look = await readOwnLook(deps.db, session.accountId, lookId);
  if (!look || now >= look.at + lookLastsMinutes * 60_000) return null;
  const photo = await readAskedPhoto(deps.db, { lookId }, now);
  const allowed = photo && passOfLook(photo.parcelId, factsOf(session, photo, look.reason, look.note));
  return photo && allowed?.ok ? { photo, pass: allowed.pass, at: look.at } : null;
}

/** A look of this account's own at this parcel's photo, while it lasts; null otherwise. */
export async function readLook(
  deps: LookDeps,
  session: PageSession,
  parcelId: string,
  lookId: string,
): Promise<PhotoLook | null> {
  const look = await openLook(deps, session, lookId);
  return look?.photo.parcelId === parcelId ? shownLook(lookId, look.at, look.photo) : null;
}

/** The bytes of a look, for its own account and while it lasts. Null for everybody else. Throws PhotoDamaged. */
export async function seeLookedAt(
  deps: LookDeps,
  session: PageSession,
  lookId: string,
  size: PhotoSize,
): Promise<Buffer | null> {
  const look = await openLook(deps, session, lookId);
  return look && openPicture(deps, look.pass, look.photo, size);
}
