import { advance, type Bilingual, type EpochMillis } from '@doorstep/domain';
import type { ImportRow } from './check-draft.ts';
import type { FieldName } from './drafts.ts';
import { orderKey, type StoredOrder, type StoredParcel } from './import.store.ts';
import type { Problems } from './problems.ts';

export interface JudgedRow {
  readonly row: ImportRow;
  /** What is stored of this parcel; null: it is new. */
  readonly stored: StoredParcel | null;
  /** How a stored parcel comes to the depot again; null where it is there already (or new). */
  readonly event: 'brought_to_depot' | 'back_at_depot' | null;
}

interface Known {
  readonly parcels: ReadonlyMap<string, StoredParcel>;
  readonly orders: ReadonlyMap<string, StoredOrder>;
  readonly ownCarrier: string;
  readonly now: EpochMillis;
}

/**
 * Holds the rows of a route against what is stored. A row that contradicts it is left out and named. What was
 * confidential, a gift or to be handed over stays so: no file makes a parcel show more than it did.
 */
export function judgeRows(
  rows: readonly ImportRow[],
  known: Known,
  problems: Problems,
): { judged: JudgedRow[]; notes: Bilingual[] } {
  const judged: JudgedRow[] = [];
  const notes: Bilingual[] = [];
  for (const row of rows) {
    const stored = known.parcels.get(row.parcelNumber) ?? null;
    const refusal = refusalOf(row, stored, known);
    if (refusal !== null) {
      problems.add({ ...row.placeOf(refusal.field), message: { de: refusal.de, en: refusal.en } });
      continue;
    }
    const stricter = stored === null ? row : asStrictAs(row, stored);
    if (stored !== null && stricter !== row) {
      notes.push({
        de: `Zeile ${row.line}: Paket ${row.parcelNumber} bleibt so geschützt wie bisher; ein Import nimmt keinen Schutz weg.`,
        en: `Line ${row.line}: parcel ${row.parcelNumber} stays as protected as it was; no import takes protection away.`,
      });
    }
    judged.push({ row: stricter, stored, event: row.carrier === null ? eventFor(stored) : null });
  }
  return { judged, notes };
}

interface RowRefusal {
  readonly field: FieldName;
  readonly de: string;
  readonly en: string;
}

function refusalOf(row: ImportRow, stored: StoredParcel | null, known: Known): RowRefusal | null {
  if (row.carrier?.name === known.ownCarrier) {
    return {
      field: 'carrier_name',
      de: 'Das ist die eigene Flotte; richtig wäre ein anderer Träger oder keine Angabe.',
      en: 'This is the own fleet; another carrier or nothing would be right.',
    };
  }
  const buyer = known.orders.get(orderKey(row.merchant, row.orderNumber))?.buyerEmail?.toLowerCase();
  if (buyer !== undefined && row.buyerEmail !== null && row.buyerEmail.toLowerCase() !== buyer) {
    return {
      field: 'buyer_email',
      de: 'Zu dieser Bestellung ist eine andere Adresse der Käuferin oder des Käufers gespeichert; richtig wäre dieselbe.',
      en: 'Another address of the buyer is stored with this order; the same one would be right.',
    };
  }
  return stored === null ? null : refusalOfStored(row, stored, known.now);
}

function refusalOfStored(row: ImportRow, stored: StoredParcel, now: EpochMillis): RowRefusal | null {
  if (stored.merchant !== row.merchant || stored.orderNumber !== row.orderNumber) {
    return {
      field: 'parcel',
      de: `Dieses Paket gehört zur Bestellung ${stored.orderNumber} (${stored.merchant}); richtig wäre diese oder eine neue Paketnummer.`,
      en: `This parcel belongs to order ${stored.orderNumber} (${stored.merchant}); that one or a new parcel number would be right.`,
    };
  }
  if ((row.carrier === null) !== (stored.carrierKind === 'own_fleet')) {
    return {
      field: 'parcel',
      de: `Dieses Paket bringt ${stored.carrierName}; richtig wäre derselbe Träger.`,
      en: `This parcel is brought by ${stored.carrierName}; the same carrier would be right.`,
    };
  }
  const email = stored.recipientEmail?.toLowerCase();
  if (email !== undefined && row.recipientEmail !== null && row.recipientEmail.toLowerCase() !== email) {
    // Someone may see this parcel already because the address is theirs.
    return {
      field: 'recipient_email',
      de: 'Zu diesem Paket ist eine andere E-Mail-Adresse gespeichert; richtig wäre dieselbe.',
      en: 'Another e-mail address is stored with this parcel; the same one would be right.',
    };
  }
  if (row.carrier !== null) return null;
  if (stored.routePhase === 'started') {
    return {
      field: 'parcel',
      de: `Dieses Paket ist auf der laufenden Tour ${stored.routeReference ?? ''}; richtig wäre, sie erst zu beenden.`,
      en: `This parcel is on route ${stored.routeReference ?? ''}, which is under way; finishing it first would be right.`,
    };
  }
  if (stored.notBefore !== null && row.route.serviceDate < stored.notBefore) {
    return {
      field: 'service_date',
      de: `Für dieses Paket ist ein anderer Tag gewünscht; richtig wäre der ${stored.notBefore} oder ein späterer.`,
      en: `Another day is wished for this parcel; ${stored.notBefore} or a later one would be right.`,
    };
  }
  if (stored.state === 'at_depot') return null;
  const event = eventFor(stored);
  const standing = { state: stored.state, how: null, since: stored.stateSince.getTime() };
  if (event !== null && advance(standing, { event, at: now }).ok) return null;
  return {
    field: 'parcel',
    de: `Dieses Paket ist nicht mehr zuzustellen (${stateWords[stored.state].de}); richtig wäre eine Tour ohne es.`,
    en: `This parcel is not to be delivered any more (${stateWords[stored.state].en}); a route without it would be right.`,
  };
}

function eventFor(stored: StoredParcel | null): JudgedRow['event'] {
  if (stored?.state === 'announced') return 'brought_to_depot';
  return stored?.state === 'attempted' ? 'back_at_depot' : null;
}

function asStrictAs(row: ImportRow, stored: StoredParcel): ImportRow {
  const loosened =
    (stored.confidential && !row.confidential) ||
    (stored.gift && !row.gift) ||
    (stored.handOverOnly && !row.handOverOnly) ||
    (stored.addressConfidential && !row.address.confidential);
  if (!loosened) return row;
  return {
    ...row,
    confidential: row.confidential || stored.confidential,
    gift: row.gift || stored.gift,
    handOverOnly: row.handOverOnly || stored.handOverOnly,
    address: { ...row.address, confidential: row.address.confidential || stored.addressConfidential },
  };
}

const stateWords: Readonly<Record<StoredParcel['state'], Bilingual>> = {
  announced: { de: 'angekündigt', en: 'announced' },
  at_depot: { de: 'im Depot', en: 'at the depot' },
  on_its_way: { de: 'auf dem Weg', en: 'on its way' },
  arriving: { de: 'gleich da', en: 'almost there' },
  delivered: { de: 'zugestellt', en: 'delivered' },
  attempted: { de: 'nicht zugestellt', en: 'not delivered' },
  held_for_pickup: { de: 'zur Abholung bereit', en: 'ready for pick-up' },
  returned: { de: 'zurückgegeben', en: 'returned' },
  cancelled: { de: 'storniert', en: 'cancelled' },
  lost: { de: 'verloren', en: 'lost' },
  damaged: { de: 'beschädigt', en: 'damaged' },
};
