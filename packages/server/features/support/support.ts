import type { PageSession, SupportRow, SupportServices } from '@doorstep/contract';
import { isId, type Language, stateHeadline } from '@doorstep/domain';
import type { Role } from '../../access/roles.ts';
import type { Db } from '../../db/open-database.ts';
import { caseTimeline } from './case-timeline.ts';
import { type CaseRow, findCases, readCase, readCaseEvents, readNamedPlaces } from './support.store.ts';

const caseRoles: readonly Role[] = ['support', 'administrator'];
const shortestQuery = 2;
const longestQuery = 80;
const mostFound = 20;

/**
 * What customer service may do: find a parcel and read its case. Null to everybody else. No photo and no position;
 * of a confidential delivery's address only the city.
 */
export function createSupport(deps: { db: Db; leaveWithoutPermission: boolean }): SupportServices {
  const { db, leaveWithoutPermission } = deps;
  return {
    async findParcels(session, query, language = 'de') {
      if (!mayRead(session)) return null;
      const words = query.replaceAll('\0', '').trim();
      if (words.length < shortestQuery || words.length > longestQuery) return [];
      return (await findCases(db, words, mostFound)).map((row) => supportRow(row, language));
    },
    async seeParcel(session, language, parcelId) {
      if (!mayRead(session) || !isId('parcel', parcelId)) return null;
      const found = await readCase(db, parcelId);
      if (!found) return null;
      const [events, places] = await Promise.all([readCaseEvents(db, parcelId), readNamedPlaces(db, parcelId)]);
      return {
        ...supportRow(found, language),
        address: found.confidential ? found.city : addressLine(found),
        carrier: found.carrier,
        timeZone: found.time_zone,
        timeline: caseTimeline(
          {
            merchant: found.merchant,
            depot: found.depot,
            home: { lat: found.lat, lon: found.lon },
            confidential: found.confidential,
            handOverOnly: found.hand_over_only,
            leaveWithoutPermission,
            events,
            places,
          },
          language,
        ),
      };
    },
  };
}

function mayRead(session: PageSession): boolean {
  return caseRoles.includes(session.role);
}

function supportRow(row: CaseRow, language: Language): SupportRow {
  return {
    id: row.id,
    parcelNumber: row.parcel_number,
    orderNumber: row.order_number,
    merchant: row.merchant,
    recipientName: row.recipient_name,
    state: row.state,
    headline: stateHeadline(language, 'anyone', row.state),
    serviceDate: row.service_date,
  };
}

function addressLine(at: { street: string; house_number: string | null; postcode: string; city: string }): string {
  return `${[at.street, at.house_number].filter(Boolean).join(' ')}, ${at.postcode} ${at.city}`;
}
