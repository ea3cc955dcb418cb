import type { PageSession, SupportFinding, SupportRow } from '@doorstep/contract';
import { dropOffsKeptMillis, isId, type Language, photoSettingsInForce, stateHeadline } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import type { Clock } from '../../ports/clock.ts';
import { noteCaseLooks } from './case-looks.store.ts';
import { readCaseMatters } from './case-matters.store.ts';
import { caseTimeline } from './case-timeline.ts';
import { readPhotoSums } from './photo-sums.store.ts';
import {
  type CaseRow,
  findCases,
  readCase,
  readCaseEvents,
  readNamedPlaces,
  readStandingWords,
  readWishes,
} from './support.store.ts';

const shortestQuery = 2;
const longestQuery = 80;
const mostFound = 20;

/**
 * How customer service finds a parcel and reads its case. Null to everybody else, administrators among them. No photo and
 * no position. Each parcel shown and each case read is noted for its recipient. Of a confidential delivery neither its merchant, its order nor a distance from the address, and
 * of that only the city: the parcel's number and the name are what a caller has at hand.
 */
export function createSupport(deps: { db: Db; clock: Clock; leaveWithoutPermission: boolean }): SupportFinding {
  const { db, clock, leaveWithoutPermission } = deps;
  /** Before anything is answered, so that nothing is seen of which its recipient does not learn. */
  const noteLooks = ({ accountId }: PageSession, what: 'search' | 'case', seen: readonly { readonly id: string }[]) =>
    noteCaseLooks(db, { accountId, what, parcelIds: seen.map(({ id }) => id), at: clock.now() });
  return {
    async findParcels(session, query, language = 'de') {
      if (!mayRead(session)) return null;
      const words = query.replaceAll('\0', '').trim();
      if (words.length < shortestQuery || words.length > longestQuery) return [];
      const rows = await findCases(db, words, mostFound);
      await noteLooks(session, 'search', rows);
      return rows.map((row) => supportRow(row, language, words));
    },
    async seeParcel(session, language, parcelId) {
      if (!mayRead(session) || !isId('parcel', parcelId)) return null;
      const found = await readCase(db, parcelId);
      if (!found) return null;
      await noteLooks(session, 'case', [found]);
      const [events, places, wishes, standing, matters, sums] = await Promise.all([
        readCaseEvents(db, parcelId),
        readNamedPlaces(db, parcelId),
        readWishes(db, parcelId),
        readStandingWords(db, parcelId),
        readCaseMatters(db, parcelId),
        readPhotoSums(db, parcelId),
      ]);
      return {
        ...supportRow(found, language, null),
        address: found.confidential ? found.city : addressLine(found),
        carrier: found.carrier,
        timeZone: found.time_zone,
        timeline: caseTimeline(
          {
            merchant: found.confidential ? null : found.merchant,
            home: { lat: found.lat, lon: found.lon },
            confidential: found.confidential,
            handOverOnly: found.hand_over_only,
            leaveWithoutPermission: photoSettingsInForce(found.photo_settings ?? {}, {
              draw: 0,
              regionHasPhotos: null,
              leaveWithoutPermission,
            }).permissionNotNeeded,
            events,
            placesKnownFrom: new Date(clock.now() - dropOffsKeptMillis),
            matters,
            photoSums: sums.map((sum) => ({
              size: sum.size,
              at: sum.at,
              uploadSha256: sum.upload_sha256?.toString('hex') ?? null,
              storedSha256: sum.stored_sha256.toString('hex'),
              facesBlurred: sum.faces_blurred,
            })),
            places,
            wishes,
            standing,
            fitsMailbox: found.fits_mailbox,
            locker: found.locker,
          },
          language,
        ),
      };
    },
  };
}

function mayRead(session: PageSession): boolean {
  return session.role === 'support';
}

function supportRow(row: CaseRow, language: Language, foundBy: string | null): SupportRow {
  return {
    id: row.id,
    parcelNumber: row.parcel_number,
    orderNumber: row.confidential && row.order_number !== foundBy ? null : row.order_number,
    merchant: row.confidential ? null : row.merchant,
    recipientName: row.recipient_name,
    state: row.state,
    headline: stateHeadline(language, 'anyone', row.state),
    serviceDate: row.service_date,
  };
}

function addressLine(at: { street: string; house_number: string | null; postcode: string; city: string }): string {
  return `${[at.street, at.house_number].filter(Boolean).join(' ')}, ${at.postcode} ${at.city}`;
}
