import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookiesFor, recipientPages, type Visitor } from './recipient-pages.ts';
import { openRecipientStage, type RecipientStage } from './recipient-stage.ts';

let stage: RecipientStage;
beforeAll(async () => {
  stage = await openRecipientStage();
});
afterAll(() => stage?.close());

function ask(path: string, who: Visitor): Promise<Response> {
  const cookie = cookiesFor(stage, who)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  return fetch(stage.url + path, { headers: { cookie, 'accept-language': 'de' }, redirect: 'manual' });
}

// Read without a browser: what stands in the page as it comes is what a browser without JavaScript has.
test('every link on every page of a recipient leads somewhere, and no title says what is confidential', async () => {
  const wrong: string[] = [];
  const titles = new Map<string, string>();
  const followed = new Set<string>();
  for (const { name, who, path, act } of await recipientPages(stage)) {
    const page = await (await ask(path, who)).text();
    const title = /<title>(.*?)<\/title>/.exec(page)?.[1];
    if (!act && title) titles.set(path, title);
    for (const [, link = ''] of page.matchAll(/<a [^>]*href="(\/[^"]*)"/g)) {
      const target = link.replaceAll('&amp;', '&').split('#')[0] ?? '';
      if (followed.has(`${who} ${target}`)) continue;
      followed.add(`${who} ${target}`);
      const { status, body } = await ask(target, who);
      await body?.cancel();
      if (status >= 400) wrong.push(`${name}: its link to ${target} is answered ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(followed.size).toBeGreaterThan(40);
  expect(titles.get('/settings/data')).toBe('Was Doorstep über Sie weiß · Feldheim Express');
  expect([...titles.values()].filter((title) => title.includes('vertraulich') || title.includes('Apotheke'))).toEqual(
    [],
  );
});
