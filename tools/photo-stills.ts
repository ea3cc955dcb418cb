import type { BrowserContext, Page } from 'playwright-core';
import type { DemoPerson } from '../packages/contract/index.ts';

/** What the stills of the demo lend to those about photos. */
interface StillsDesk {
  take(moment: string, who: DemoPerson, path: string, act?: (page: Page) => Promise<void>): Promise<void>;
  /** A browser of this person's own, to do through the API what is not to be looked at. */
  signedInAs(who: DemoPerson): Promise<BrowserContext>;
  readonly url: string;
}

/** Of her delivery with a photo and of the one that is a gift: their paths in the API, below `/me/parcels`. */
interface PhotoParcels {
  readonly withPhoto: string;
  readonly gift: string;
}

/**
 * What becomes of a photo, in the order in which it happens: nothing is found, that is reported, customer service looks
 * for a reason, the recipient reads of it, the privacy officer's report counts it, and another photo is deleted.
 */
export async function takePhotoStills({ take, signedInAs, url }: StillsDesk, ids: PhotoParcels): Promise<void> {
  const { withPhoto, gift } = ids;
  const johanna = await signedInAs('near');
  await take('photo-choice', 'near', `/parcels/${gift}`, openEach);
  await take('photo-claims', 'near', `/parcels/${withPhoto}`, openEach);
  await take('photo-report', 'near', `/parcels/${withPhoto}/report`);
  await send(johanna, 'POST', `/me/parcels/${withPhoto}/reports`, {
    kind: 'missing',
    note: 'Im Carport liegt nichts, auch nicht hinter den Fahrrädern.',
  });
  await take('photo-reported', 'near', `/parcels/${withPhoto}?done=reported`);
  await take('support-cases', 'support', '/support');
  await take('support-ask', 'support', `/support/${withPhoto}`);
  await take('support-look', 'support', `/support/${withPhoto}`, async (page) => {
    await page.locator('input[name=reason][value=missing]').check();
    await page.locator('form[action="?/look"] button').click();
    await page.locator('figure.proof img').waitFor();
    await page.waitForLoadState('networkidle');
  });
  // Also where no picture of that moment is wanted, somebody has looked.
  const helper = await signedInAs('support');
  await send(helper, 'POST', `/support/parcels/${withPhoto}/photo-looks`, { reason: 'missing' });
  await take('photo-looked', 'near', `/parcels/${withPhoto}`);
  await take('admin-photos', 'admin', '/admin/photos');
  await take('admin-photos-change', 'admin', '/admin/photos', async (page) => {
    await page.locator('#settings details summary').nth(1).click();
  });
  await send(johanna, 'DELETE', `/me/parcels/${gift}/photo`);
  await take('photo-deleted', 'near', `/parcels/${gift}`);
  await send(johanna, 'POST', `/me/parcels/${withPhoto}/received`);
  await take('photo-received', 'near', `/parcels/${withPhoto}?done=received`);
  await Promise.all([johanna.close(), helper.close()]);

  async function send(context: BrowserContext, method: 'POST' | 'DELETE', path: string, data?: object): Promise<void> {
    const headers = { origin: url };
    const answer = await context.request.fetch(`${url}/api/v1${path}`, { method, headers, ...(data ? { data } : {}) });
    if (!answer.ok()) throw new Error(`${method} ${path} was answered ${answer.status()}: ${await answer.text()}`);
  }
}

/** Unfolds whatever may be unfolded. */
async function openEach(page: Page): Promise<void> {
  await page.locator('main details').evaluateAll((all: HTMLDetailsElement[]) => {
    for (const each of all) each.open = true;
  });
}
