import type { CaseList, CaseRow, OwnCase, PageSession } from '@doorstep/contract';
import { isId, longestNote, visibleLine } from '@doorstep/domain';
import { newId } from '../../ids.ts';
import { closeOpenCase, openCase, readCasesOfParcel, readDelivery, readOpenCases } from './cases.store.ts';
import type { CasesDeps } from './report.ts';

const pageSize = 50;

export type CaseRefusal = 'not_found' | 'note_missing' | 'note_too_long' | 'not_delivered' | 'already_closed';

/** Open cases, who has waited longest first; null to everybody but customer service. */
export async function listOpenCases(
  deps: Pick<CasesDeps, 'db'>,
  session: PageSession,
  cursor: string | null,
): Promise<CaseList | null> {
  if (session.role !== 'support') return null;
  const after = cursor !== null && isId('case', cursor) ? cursor : null;
  const rows = await readOpenCases(deps.db, { after, limit: pageSize + 1 });
  const cases = rows.slice(0, pageSize);
  return { cases, nextCursor: rows.length > pageSize ? (cases.at(-1)?.id ?? null) : null };
}

/** All cases about one parcel, newest first; null to everybody but customer service. */
export async function casesOfParcel(
  deps: Pick<CasesDeps, 'db'>,
  session: PageSession,
  parcelId: string,
): Promise<readonly CaseRow[] | null> {
  if (session.role !== 'support' || !isId('parcel', parcelId)) return null;
  return readCasesOfParcel(deps.db, parcelId);
}

/** Customer service opens a dispute about a delivery as it stands: its photo is kept until that is closed. */
export async function openDispute(
  deps: CasesDeps,
  session: PageSession,
  wish: { parcelId: string; note: string },
): Promise<{ readonly ok: true; readonly case: OwnCase } | { readonly ok: false; readonly code: CaseRefusal }> {
  const { parcelId } = wish;
  if (session.role !== 'support' || !isId('parcel', parcelId)) return { ok: false, code: 'not_found' };
  const note = noteOf(wish.note);
  if (!note.ok) return note;
  const { accountId } = session;
  const now = deps.clock.now();
  const opened = await deps.db.transaction().execute(async (trx) => {
    const delivery = await readDelivery(trx, parcelId);
    if (!delivery) return { ok: false, code: 'not_found' } as const;
    if (delivery.state !== 'delivered') return { ok: false, code: 'not_delivered' } as const;
    const { attempt, outcomeVersion } = delivery;
    const id = newId('case');
    const values = { id, parcelId, attempt, outcomeVersion, accountId, note: note.words, now } as const;
    return { ok: true, case: await openCase(trx, { ...values, kind: 'dispute', openedBy: 'support' }) } as const;
  });
  if (opened.ok) deps.bus.publish('parcels_changed', { parcelIds: [parcelId] });
  return opened;
}

/** Customer service closes a case, saying how; what its photo was kept for is over then. */
export async function closeCase(
  deps: CasesDeps,
  session: PageSession,
  wish: { caseId: string; note: string },
): Promise<{ readonly ok: true; readonly parcelId: string } | { readonly ok: false; readonly code: CaseRefusal }> {
  const { caseId } = wish;
  if (session.role !== 'support' || !isId('case', caseId)) return { ok: false, code: 'not_found' };
  const note = noteOf(wish.note);
  if (!note.ok) return note;
  const now = deps.clock.now();
  const closed = await deps.db.transaction().execute(async (trx) => {
    const found = await closeOpenCase(trx, { caseId, note: note.words, now });
    if (found?.was === 'open') await deps.settlePhotosOf(trx, [found.parcelId], now);
    return found;
  });
  if (!closed) return { ok: false, code: 'not_found' };
  if (closed.was === 'closed') return { ok: false, code: 'already_closed' };
  deps.bus.publish('parcels_changed', { parcelIds: [closed.parcelId] });
  return { ok: true, parcelId: closed.parcelId };
}

function noteOf(
  note: string,
):
  | { readonly ok: true; readonly words: string }
  | { readonly ok: false; readonly code: 'note_missing' | 'note_too_long' } {
  const words = visibleLine(note);
  if (words === '') return { ok: false, code: 'note_missing' };
  return [...words].length > longestNote ? { ok: false, code: 'note_too_long' } : { ok: true, words };
}
