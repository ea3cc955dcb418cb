import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type PrivacyWords, privacyDe } from './privacy-de.ts';

const privacyEn: PrivacyWords = {
  title: 'What Doorstep knows about you',
  back: 'Settings',
  lead: (parcels) => {
    const sent = parcels === 0 ? '' : parcels === 1 ? ', one parcel' : `, ${parcels} parcels`;
    return `Your account${sent} and what belongs to it. Everything is here, what for, and until when.`;
  },
  looksTitle: 'Who looked at your data',
  looksLead:
    'Here is when customer service saw one of your delivery photos, a case or, in a search, one of your parcels, and why. It reads your reports in its list; that is not noted here by itself.',
  noLooks: 'Nobody from customer service so far.',
  look: (when) => `Customer service, ${when}`,
  reasons: {
    missing: 'Photo looked at, because a parcel was missing',
    damaged: 'Photo looked at, because something was damaged',
    wrong_place: 'Photo looked at, because a parcel lay in the wrong place',
    other: 'Photo looked at, for another reason',
  },
  toParcel: 'To the parcel',
  exportTitle: 'Take it all along',
  exportLead:
    'A ZIP file with a page to read, the data and your photos. It is kept encrypted for 24 hours, for you alone.',
  exportStart: 'Prepare a copy',
  exportAgain: 'Prepare a new copy',
  exportMaking: (done, total) =>
    total === 0 ? 'Your copy is being prepared.' : `Your copy is being prepared: ${done} of ${total} parts.`,
  exportReload: 'See how far it is',
  exportReady: (size) => `Your copy is ready (${size}), until`,
  exportDownload: 'Download the ZIP',
  exportFailed: 'The copy was not finished. Try once more.',
  exportTooOften: 'You have just asked for several copies. It works again in an hour.',
  heldTitle: 'What we have',
  heldLead: 'Open a line: it says what for, until when, and what becomes of it when you erase.',
  kinds: {
    account: 'Your account',
    sign_in: 'Sign-ins',
    guesses: 'Wrong passwords',
    choices: 'Settings',
    address: 'Name and address',
    safe_places: 'Safe places',
    course: 'The way of your parcels',
    photos: 'Delivery photos',
    looks: 'Who looked at your data',
    reports: 'Reports',
    links: 'Passes and links',
    messages: 'Messages',
    export: 'The copy of your data',
    positions: 'Where you are',
    logs: 'Logs',
    backups: 'Backups',
  },
  what: 'What',
  why: 'What for',
  until: 'Until',
  onErasure: 'When erased',
  eraseTitle: 'Erase it all',
  eraseLead: 'The account and what belongs to it, within a minute.',
  eraseLink: 'Erase the account',
  erase: {
    title: 'Erase your account?',
    lead: 'You are then signed out everywhere, and none of it comes back. With the same email address, too, you will not see these orders again.',
    keptTitle: 'What has to stay',
    submit: 'Erase for good',
    stay: 'Keep it',
    staff: 'This is an employee’s account. Whoever operates this instance erases it.',
  },
  erased: {
    title: 'Your account is erased',
    lead: 'You are signed out. What had to stay is listed here, with its end.',
  },
};

const byLanguage: Readonly<Record<PageLanguage, PrivacyWords>> = { de: privacyDe, en: privacyEn };

export function privacyWordsOf(language: PageLanguage): PrivacyWords {
  return byLanguage[language];
}
