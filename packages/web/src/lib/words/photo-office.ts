import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type PhotoOfficeWords, photoOfficeDe } from './photo-office-de.ts';

const photoOfficeEn: PhotoOfficeWords = {
  title: 'Photos',
  lead: 'What is kept, under which rule, and who has looked at it. The pictures themselves are not shown here.',
  held: 'Kept',
  heldNone: 'No photo is kept at present.',
  rules: {
    case_open: 'open case',
    undone: 'delivery taken back',
    account_erased: 'account erased',
    deleted_and_received: 'deleted on request, receipt confirmed',
    deleted_by_recipient: 'deleted on request, key kept for up to 14 days',
    merchant_term: 'the merchant’s term',
    retention: 'general term',
    expired: 'time was up',
    never_came: 'never came',
    opted_out: 'delivery photos off',
  },
  photos: (count) => (count === 1 ? '1 photo' : `${count} photos`),
  age: (oldest, count) => (count === 1 ? `from ${oldest}` : `the oldest from ${oldest}`),
  ends: (day, count) => (count === 1 ? `deleted on ${day}` : `the next is deleted on ${day}`),
  never: 'stays until the case is settled',
  deleted: 'Deleted',
  deletedNone: 'No photo has been deleted yet.',
  lately: (count) => (count === 0 ? 'none of them in the last 30 days' : `${count} of them in the last 30 days`),
  bytesLeft: (count) =>
    count === 1
      ? 'of one the key is destroyed and the file still there'
      : `of ${count} the key is destroyed and the file still there`,
  looks: 'Who has looked at photos',
  caseLooks: 'Who has read cases',
  looksNone: 'Nobody so far.',
  looksMore: (count) => `Show ${count} more`,
  namesHidden: 'Only the privacy officer’s account sees who it was.',
  settings: 'What applies',
  settingsLead:
    'Without a rule of its own: photos of every delivery, but not with a neighbour or at reception, none of them mandatory, and parcels left only with permission. A narrower level can only show less: one “No” is enough, the smallest share counts.',
  silent: (count) =>
    count === 1 ? '1 merchant without a rule of its own' : `${count} merchants without rules of their own`,
  levels: { instance: 'Everywhere', region: 'Region', merchant: 'Merchant' },
  fields: {
    photos: 'Photos',
    share: 'Share of deliveries (%)',
    thirdParty: 'Also with a neighbour and at reception',
    mandatory: 'Photo mandatory',
    leave: 'Leaving without permission',
    days: 'A term of its own (days)',
    purpose: 'Purpose of that term',
  },
  choices: { none: 'No rule here', yes: 'Yes', no: 'No' },
  change: 'Change',
  save: 'Save',
  saved: 'Saved. This applies to deliveries from now on.',
  refusals: {
    scope_unknown: 'There is no such region or merchant any more.',
    share_wrong: 'The share is a whole number from 0 to 100.',
    days_wrong: 'Only a merchant has a term of its own, in whole days from 1 to 3650, together with its purpose.',
    purpose_missing: 'State the purpose of that term in at most 200 characters.',
  },
};

/** These words in one language. */
export function photoOfficeWordsOf(language: PageLanguage): PhotoOfficeWords {
  return language === 'de' ? photoOfficeDe : photoOfficeEn;
}
