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
  rule: 'rule',
  photos: 'photos',
  oldest: 'oldest of',
  next: 'next end',
  never: 'not while this holds',
  deleted: 'Deleted',
  deletedNone: 'No photo has been deleted yet.',
  lately: 'of these in 30 days',
  bytesLeft: 'bytes yet to be deleted',
  looks: 'Who has looked at photos',
  looksNone: 'Nobody so far.',
  namesHidden: 'Only the privacy officer’s account sees who it was.',
  settings: 'What holds',
  settingsLead:
    'Empty means: nothing is said here. Of what shows more, the narrower level can only take away: one “off” is enough, the smallest share counts.',
  levels: { instance: 'Everywhere', region: 'Region', merchant: 'Merchant' },
  fields: {
    photos: 'Photos',
    share: 'Share of deliveries (%)',
    thirdParty: 'Also with a neighbour and at reception',
    mandatory: 'A must',
    leave: 'Leaving without permission',
    days: 'A term of its own (days)',
    purpose: 'Purpose of that term',
  },
  choices: { none: 'nothing said', yes: 'yes', no: 'no' },
  change: 'Change',
  save: 'Save',
  saved: 'Saved. This counts for deliveries from now on.',
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
