import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type PrivacyWords, privacyDe } from './privacy-de.ts';

const privacyEn: PrivacyWords = {
  title: 'What Doorstep knows about you',
  back: 'Settings',
  lead: (parcels) => {
    const sent = parcels === 0 ? '' : parcels === 1 ? ', one parcel' : `, ${parcels} parcels`;
    return `Your account${sent} and what belongs to it. Everything is listed here, with its purpose and how long it is kept.`;
  },
  looksTitle: 'Who looked at your data',
  looksLead:
    'This says when and why customer service saw one of your delivery photos, a case or, in a search, one of your parcels. It reads your reports in its own list; that is not noted here.',
  noLooks: 'Nobody from customer service so far.',
  look: (when) => `Customer service, ${when}`,
  reasons: {
    missing: 'Photo viewed because a parcel was missing',
    damaged: 'Photo viewed because something was damaged',
    wrong_place: 'Photo viewed because a parcel lay in the wrong place',
    other: 'Photo viewed for another reason',
  },
  toParcel: 'To the parcel',
  exportTitle: 'Take everything with you',
  exportLead:
    'A ZIP file with a page to read, the data and your photos. It is kept encrypted for 24 hours, for you alone.',
  exportStart: 'Prepare a copy',
  exportAgain: 'Prepare a new copy',
  exportMaking: (done, total) =>
    total === 0 ? 'Your copy is being prepared.' : `Your copy is being prepared: ${done} of ${total} parts.`,
  exportReload: 'See how far it is',
  exportReady: (size) => `Your copy is ready (${size}). You can download it until`,
  exportDownload: 'Download the ZIP',
  exportFailed: 'The copy was not finished. Try once more.',
  exportTooOften: 'You have just asked for several copies. It works again in an hour.',
  heldTitle: 'What we have',
  heldLead:
    'Open a line to see what it is for, how long it is kept, and what happens to it when you erase your account.',
  kinds: {
    account: 'Your account',
    sign_in: 'Sign-ins',
    choices: 'Settings',
    address: 'Name and address',
    safe_places: 'Safe places',
    course: 'The journey of your parcels',
    photos: 'Delivery photos',
    looks: 'Who looked at your data',
    reports: 'Reports',
    links: 'Passes and links',
    messages: 'Messages',
    export: 'The copy of your data',
    guesses: 'Wrong passwords',
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
    lead: 'You will be signed out everywhere, and nothing comes back. Even with the same email address you will not see these orders again.',
    keptTitle: 'What has to stay',
    keptWhy: 'Why',
    submit: 'Erase for good',
    stay: 'Keep it',
    staff: 'This is an employee’s account. Whoever operates this instance erases it.',
  },
  erased: {
    title: 'Your account is erased',
    lead: 'You are signed out. What had to stay is listed here, and for how long.',
  },
};

const byLanguage: Readonly<Record<PageLanguage, PrivacyWords>> = { de: privacyDe, en: privacyEn };

export function privacyWordsOf(language: PageLanguage): PrivacyWords {
  return byLanguage[language];
}
