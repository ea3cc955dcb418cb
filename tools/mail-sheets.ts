// Every kind of mail as it arrives: sent by SMTP, read by another program, shown in a browser that loads nothing, in
// both languages, light and dark, on a phone's width, as contact sheets to look at:
//   node launch.mjs tools/mail-sheets.ts --out DIR
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../e2e/browser.ts';
import { letterHtml } from '../packages/domain/notify/letter.ts';
import { mailPhotoSlot, notificationMail } from '../packages/domain/notify/notification-mail.ts';
import { notificationText } from '../packages/domain/notify/notification-text.ts';
import { type Manner, notificationEvents, notificationRows } from '../packages/domain/notify/when-to-notify.ts';
import type { Language } from '../packages/domain/text/language.ts';
import { asked, parcel, routeAfter, serviceDate } from '../packages/domain/visibility/questions.testdata.ts';
import type { ParcelView } from '../packages/domain/visibility/views.ts';
import { whatViewerSees } from '../packages/domain/visibility/what-viewer-sees.ts';
import * as linkMails from '../packages/server/access/account-link-mails.ts';
import { alreadyRegisteredMail, confirmationMail } from '../packages/server/access/account-mails.ts';
import { codeMail, linkMail } from '../packages/server/features/guests/guest-mails.ts';
import { sendAndRead, type WrittenMail } from '../packages/server/testing/send-and-read.ts';
import { sheetOf } from './contact-sheet.ts';
import { findChromium } from './find-chromium.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (values.out === undefined) throw new Error('--out DIR is missing: where the contact sheets go');
const folder = values.out;
const width = 390;
const instance = 'Feldheim Express';
const site = 'https://feldheim-express.example';

function letters(language: Language): readonly WrittenMail[] {
  const link = (path: string) => `${site}/${path}?token=5Zr0vUO3cWqk8y1JHq2vTg`;
  const about = (path: string) => ({ instance, link: link(path) });
  const unsubscribeUrl = `${site}/unsubscribe/con_5Zr0vUO3cWqk8y1JHq2vTg`;
  const toContact = { instance, links: [`${site}/t/5Zr0vUO3cWqk8y1JHq2vTg`], unsubscribeUrl };
  const words = [
    confirmationMail(language, about('confirm')),
    alreadyRegisteredMail(language, { instance, link: `${site}/login` }),
    linkMails.resetMail(language, about('reset')),
    linkMails.noAccountMail(language, { instance, link: `${site}/register` }),
    linkMails.newEmailMail(language, about('confirm-address')),
    linkMails.emailChangedMail(language, { instance, link: `${site}/impressum` }),
    linkMails.passwordChangedMail(language, { instance, link: `${site}/forgot` }),
    codeMail(language, { instance, code: '048213' }),
    linkMail({ ...toContact, confidential: false, movedTo: null }),
    linkMail({ ...toContact, confidential: false, movedTo: serviceDate }),
    linkMail({ ...toContact, confidential: true, movedTo: null }),
  ];
  return words.map((mail) => ({ ...mail, html: letterHtml({ language, ...mail }) }));
}

/** The same parcel in the state that an event is about. */
function viewOf(language: Language, state: ParcelView['status']['state']): ParcelView {
  const at = Date.parse(`${serviceDate}T10:12:00+02:00`);
  const isLeft = state === 'delivered';
  const view = whatViewerSees(
    asked({
      ...(state === 'on_its_way' ? {} : { now: at + 60_000, route: routeAfter(13).route }),
      viewer: { kind: 'recipient', language, mapSwitchedOff: false },
      parcel: {
        ...parcel,
        state,
        ...(state === 'on_its_way' ? {} : { stateSince: at }),
        how: isLeft ? 'safe_place' : null,
        outcomePlace: isLeft ? 'Carport' : null,
        attemptReason: state === 'attempted' ? 'nobody_home' : null,
        photo: isLeft ? { kind: 'kept', takenAt: at, deleteAfter: at, isFull: true, isFrozen: false } : null,
      },
    }),
  );
  if (view === null) throw new Error('a recipient sees the own parcel');
  return view;
}

const stateOf: Readonly<Record<string, ParcelView['status']['state']>> = {
  delivered: 'delivered',
  photo_ready: 'delivered',
  photo_viewed_by_staff: 'delivered',
  photo_deleted: 'delivered',
  attempted: 'attempted',
  day_changed: 'at_depot',
  returned: 'returned',
  lost: 'lost',
};

function notifications(language: Language): readonly WrittenMail[] {
  const told = notificationEvents
    .filter((event) => notificationRows[event].channels.includes('mail'))
    .map((event) => ({ event, manner: notificationRows[event].toRecipient ? 'plain' : 'gift_buyer' }) as const);
  const confidential = { event: 'delivered', manner: 'confidential' } as const;
  return [...told, confidential].map(({ event, manner }: { event: (typeof told)[number]['event']; manner: Manner }) => {
    const view = viewOf(language, stateOf[event] ?? 'on_its_way');
    const text = notificationText({ event, channel: 'mail', manner, language, view });
    const written = notificationMail(text, {
      manner,
      language,
      view,
      instanceName: instance,
      parcelUrl: `${site}/parcels/par_1`,
      settingsUrl: `${site}/settings#messages`,
      unsubscribeUrl: `${site}/unsubscribe/of-this-mail`,
    });
    return { subject: text.title, text: written.text, html: written.html.replace(mailPhotoSlot, '') };
  });
}

await mkdir(folder, { recursive: true });
const browser = await launchBrowser(await findChromium(console.log));
try {
  for (const language of ['de', 'en'] as const) {
    const parsed = await sendAndRead([...letters(language), ...notifications(language)], { language, instance });
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 500 } });
      await context.route('**', (route) => route.abort());
      const page = await context.newPage();
      const shots: Buffer[] = [];
      for (const { html, subject } of parsed) {
        await page.setContent(html);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (over > 0) console.log(`"${subject}" is ${over} px too wide at ${width} px`);
        shots.push(await page.screenshot({ fullPage: true }));
      }
      await context.close();
      const file = join(folder, `mails-${language}-${colorScheme}.png`);
      await writeFile(file, await sheetOf(shots, width, 6));
      console.log(`${file}: ${shots.length} mails`);
    }
  }
} finally {
  await browser.close();
}
