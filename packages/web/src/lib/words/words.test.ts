import { describe, expect, it } from 'vitest';
import { accountWordsOf } from './account.ts';
import { demoWordsOf } from './demo.ts';
import { driverWordsOf } from './driver.ts';
import { guestWordsOf } from './guest.ts';
import { wordsOf } from './index.ts';
import { messagesWordsOf } from './messages.ts';
import { photoOfficeWordsOf } from './photo-office.ts';
import { placesWordsOf } from './places.ts';
import { positionAppsWordsOf } from './position-apps.ts';
import { privacyWordsOf } from './privacy.ts';
import { rightsWordsOf } from './rights.ts';
import { wishesWordsOf } from './wishes.ts';

const pages = {
  all: wordsOf,
  account: accountWordsOf,
  demo: demoWordsOf,
  driver: driverWordsOf,
  guest: guestWordsOf,
  messages: messagesWordsOf,
  photoOffice: photoOfficeWordsOf,
  places: placesWordsOf,
  positionApps: positionAppsWordsOf,
  privacy: privacyWordsOf,
  rights: rightsWordsOf,
  wishes: wishesWordsOf,
};

/** Every text below, by where it stands; what is filled in is filled with a name. */
function textsOf(words: unknown, at: string): [string, string][] {
  if (typeof words === 'string') return [[at, words]];
  if (typeof words === 'function') return textsOf(words('Weber', 'Weber'), at);
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([key, value]) => textsOf(value, `${at}.${key}`));
}
const german = new Map(Object.entries(pages).flatMap(([name, wordsIn]) => textsOf(wordsIn('de'), name)));
const english = new Map(Object.entries(pages).flatMap(([name, wordsIn]) => textsOf(wordsIn('en'), name)));

/** English says the same in fewer letters, though never in half of them. */
const isOfLikeLength = (one: string, other: string) =>
  one.length < 40 || (other.length > one.length / 2 && other.length < one.length * 1.5);

describe('the words of the pages', () => {
  it('are there in both languages, of like length, and calm', () => {
    expect([...english.keys()].sort()).toEqual([...german.keys()].sort());
    expect(german.size).toBeGreaterThan(400);
    expect([...german, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
    expect([...german].filter(([at, text]) => !isOfLikeLength(text, english.get(at) ?? ''))).toEqual([]);
    // In a search for "E-Mail" and in every font, a hyphen is a hyphen.
    expect([...german, ...english].filter(([, text]) => text.includes('\u2011'))).toEqual([]);
    expect([...german, ...english].filter(([, text]) => text.includes('!'))).toEqual([]);
  });

  it('say with every refusal of a recipient’s form why that is, or what would be right', () => {
    const saysMore = /\. |[:;]|^(Geben|Schreiben|Wählen|Enter|Say|Write|Choose) /;
    for (const texts of [german, english]) {
      const refusals = [...texts].filter(([at]) =>
        /^(all\.form\.problems|(?!rights\.staff|photoOffice).*[rR]efusals|.*codeProblems)\./.test(at),
      );
      expect(refusals.length).toBeGreaterThan(50);
      expect(refusals.filter(([, text]) => !saysMore.test(text))).toEqual([]);
    }
  });
});
