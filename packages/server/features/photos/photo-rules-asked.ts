import {
  type DeliveredHow,
  mayBePhotographed,
  type PhotoSettingsInForce,
  photoSettingsInForce,
} from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { photosOffSince, strictestPhotoChoice } from '../../db/photo-choice.ts';
import { photoSettingsOfParcel } from '../../db/photo-settings.ts';
import { rowsPlannedOnce } from '../../db/planned-once.ts';

/** May this picture of these parcels be kept? `too_late`: it might when it was taken; since then a recipient said no. */
export type PhotoVerdict =
  /** `term`: of the merchants whose parcels it shows the shortest that is their own; null: the general one. */
  | { readonly answer: 'yes'; readonly term: PhotoSettingsInForce['merchantTerm'] }
  | { readonly answer: 'too_late'; readonly reason: 'opted_out' }
  | { readonly answer: 'no'; readonly reason: string };

/**
 * Asks the rules of section 4 with what holds now, for every parcel that the picture is said to show: one that may not be
 * photographed is enough. And none proves the parcels of two recipients (section 5): those are told apart by address for
 * mails and by the accounts that the parcels are bound to. A name is no address: without one only one consignment's
 * parcels may share a picture.
 */
export async function askPhotoRules(db: Db, picture: AskedPicture): Promise<PhotoVerdict> {
  const answers = await askEach(db, picture);
  if (new Set(answers.map(({ recipient }) => recipient)).size !== 1)
    return { answer: 'no', reason: 'several_recipients' };
  const hard = answers.find(({ reason, isLate }) => reason !== null && !isLate);
  if (hard?.reason) return { answer: 'no', reason: hard.reason };
  return answers.some(({ reason }) => reason !== null)
    ? { answer: 'too_late', reason: 'opted_out' }
    : { answer: 'yes', term: shortestTerm(answers) };
}

/** Keeps with each delivered parcel why the rules as they stand allow no photo of it; clears it where they do. */
export async function noteReasons(trx: Db, delivery: AskedPicture): Promise<void> {
  for (const [reason, answers] of Map.groupBy(await askEach(trx, delivery), (answer) => answer.reason))
    await trx
      .updateTable('parcels')
      .set({ photo_reason: reason })
      .where(
        'id',
        'in',
        answers.map(({ parcelId }) => parcelId),
      )
      .execute();
}

interface AskedPicture {
  readonly parcelIds: readonly string[];
  readonly how: DeliveredHow;
  readonly takenAt: number;
}

async function askEach(db: Db, picture: AskedPicture) {
  const parcels = await readFacts(db, picture.parcelIds);
  return parcels.map((parcel) => {
    const inForce = photoSettingsInForce(parcel.settings ?? {}, {
      draw: parcel.photo_draw,
      regionHasPhotos: parcel.photos,
      // Not asked here.
      leaveWithoutPermission: false,
    });
    const { answer, reason } = mayBePhotographed({
      otherCarrier: parcel.carrier_kind === 'other',
      confidential: parcel.confidential,
      recipientChoice: parcel.choice,
      how: picture.how,
      photosAtThirdPartyHandOver: inForce.photosAtThirdPartyHandOver,
      photosOn: inForce.photosOn,
      inSample: inForce.inSample,
      mandatory: inForce.mandatory,
    });
    const wasOffThen = parcel.off_since === null || parcel.off_since.getTime() <= picture.takenAt;
    return {
      parcelId: parcel.id,
      term: inForce.merchantTerm,
      recipient: parcel.recipient,
      reason: answer === 'yes' ? null : (reason ?? 'not_photographed'),
      /** Switched off after the picture was taken. */
      isLate: reason === 'opted_out' && !wasOffThen,
    };
  });
}

function shortestTerm(
  answers: readonly { readonly term: PhotoSettingsInForce['merchantTerm'] }[],
): PhotoSettingsInForce['merchantTerm'] {
  const terms = answers.flatMap(({ term }) => term ?? []);
  return terms.toSorted((a, b) => a.days - b.days)[0] ?? null;
}

function readFacts(db: Db, parcelIds: readonly string[]) {
  const query = db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .leftJoin('regions', 'regions.id', 'addresses.region_id')
    .select(['parcels.id', 'parcels.photo_draw', 'carriers.kind as carrier_kind', 'regions.photos'])
    .select(photoSettingsOfParcel.as('settings'))
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .select(strictestPhotoChoice.as('choice'))
    .select(photosOffSince.as('off_since'))
    .select(recipient.as('recipient'))
    .where('parcels.id', '=', sql<string>`any(${parcelIds})`);
  return rowsPlannedOnce(db, query);
}

const recipient = sql<string>`concat_ws(' ', coalesce(lower(consignments.recipient_email), consignments.id), (
  select string_agg(viewer.account_id, ' ' order by viewer.account_id) from consignment_viewers viewer
   where viewer.consignment_id = consignments.id and viewer.kind = 'recipient'))`;
