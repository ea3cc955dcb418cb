import { type DeliveredHow, mayBePhotographed } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { strictestPhotoChoice } from '../../db/photo-choice.ts';

/** May this picture of these parcels be kept? `too_late`: it might when it was taken; since then a recipient said no. */
export type PhotoVerdict =
  | { readonly answer: 'yes' }
  | { readonly answer: 'too_late'; readonly reason: 'opted_out' }
  | { readonly answer: 'no'; readonly reason: string };

/**
 * Asks the rules of section 4 with what holds now, for every parcel that the picture is said to show: one that may not be
 * photographed is enough. And none proves the parcels of two recipients (section 5): those are told apart by address for
 * mails, name where there is none, and by the accounts that the parcels are bound to.
 */
export async function askPhotoRules(
  db: Db,
  picture: { readonly parcelIds: readonly string[]; readonly how: DeliveredHow; readonly takenAt: number },
): Promise<PhotoVerdict> {
  const parcels = await readFacts(db, picture.parcelIds);
  if (new Set(parcels.map((parcel) => parcel.recipient)).size !== 1)
    return { answer: 'no', reason: 'several_recipients' };
  const answers = parcels.map((parcel) => {
    const { answer, reason } = mayBePhotographed({
      otherCarrier: parcel.carrier_kind === 'other',
      confidential: parcel.confidential,
      recipientChoice: parcel.choice,
      how: picture.how,
      photosAtThirdPartyHandOver: false,
      photosOn: parcel.photos === true,
      inSample: true,
      mandatory: false,
    });
    if (answer === 'yes') return null;
    const wasOffThen = parcel.off_since === null || parcel.off_since.getTime() <= picture.takenAt;
    return { reason: reason ?? 'not_photographed', wasOffThen };
  });
  const refused = answers.filter((answer) => answer !== null);
  const hard = refused.find(({ reason, wasOffThen }) => reason !== 'opted_out' || wasOffThen);
  if (hard) return { answer: 'no', reason: hard.reason };
  return refused.length > 0 ? { answer: 'too_late', reason: 'opted_out' } : { answer: 'yes' };
}

function readFacts(db: Db, parcelIds: readonly string[]) {
  return db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .leftJoin('regions', 'regions.id', 'addresses.region_id')
    .select(['carriers.kind as carrier_kind', 'regions.photos'])
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .select(strictestPhotoChoice.as('choice'))
    .select(offSince.as('off_since'))
    .select(recipient.as('recipient'))
    .where('parcels.id', 'in', [...parcelIds])
    .execute();
}

/** Since when the first of the recipients wants none; null: none of them says no, or it was never any other way. */
const offSince = sql<Date | null>`(
  select case when bool_and(preferences.delivery_photos_set_at is not null)
              then min(preferences.delivery_photos_set_at) end
    from consignment_viewers viewer
    join preferences on preferences.account_id = viewer.account_id
   where viewer.consignment_id = consignments.id and viewer.kind = 'recipient'
     and preferences.delivery_photos = 'off')`;

const recipient = sql<string>`concat_ws(' ', lower(coalesce(consignments.recipient_email, consignments.recipient_name)), (
  select string_agg(viewer.account_id, ' ' order by viewer.account_id) from consignment_viewers viewer
   where viewer.consignment_id = consignments.id and viewer.kind = 'recipient'))`;
