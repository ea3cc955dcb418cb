import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '../text/language.ts';
import type { Asked } from '../visibility/asked.ts';
import type { ParcelFacts } from '../visibility/facts.ts';
import { anyAsked, asked, parcel, recipient } from '../visibility/questions.testdata.ts';
import type { ParcelView } from '../visibility/views.ts';
import { whatViewerSees } from '../visibility/what-viewer-sees.ts';
import { mailPhotoSlot, notificationMail } from './notification-mail.ts';
import { notificationText } from './notification-text.ts';
import { hears, mannerTowards, notificationChannels, notificationEvents, notificationRows } from './when-to-notify.ts';

function seen(change: Partial<Asked> = {}): ParcelView {
  const view = whatViewerSees(asked(change));
  if (view === null) throw new Error('this viewer sees nothing');
  return view;
}

const delivered: Partial<ParcelFacts> = {
  state: 'delivered',
  how: 'safe_place',
  outcomePlace: 'hinter der Regentonne',
  stateSince: asked().now,
};
const urls = {
  parcelUrl: 'https://doorstep.example/parcels/par_1',
  settingsUrl: 'https://doorstep.example/settings#messages',
  unsubscribeUrl: 'https://doorstep.example/unsubscribe/a.b',
  instanceName: 'Doorstep',
};

describe('the text of a message', () => {
  const plain = { manner: 'plain', language: 'de' } as const;

  it('gives the window when the parcel sets out', () => {
    const text = notificationText({ ...plain, event: 'out_for_delivery', channel: 'push', view: seen() });
    expect(text.title).toBe('Ihr Paket ist unterwegs');
    expect(text.body.join(' ')).toMatch(/^Es kommt voraussichtlich zwischen \d\d:\d\d und \d\d:\d\d Uhr\.$/);
  });

  it('says how many stops are left when the map opens', () => {
    const text = notificationText({ ...plain, event: 'map_available', channel: 'push', view: seen() });
    expect(text.body).toEqual(['Noch 3 Stopps.', 'Sehen Sie auf der Karte, wie der Lieferwagen kommt.']);
  });

  it('keeps the place off lock screens: in a mail’s text it stands, in its subject and in a push never', () => {
    const view = seen({ parcel: { ...parcel, ...delivered } });
    const push = notificationText({ ...plain, event: 'delivered', channel: 'push', view });
    const mail = notificationText({ ...plain, event: 'delivered', channel: 'mail', view });
    expect([push.title, ...push.body, mail.title].join(' ')).not.toMatch(/Ablageort|Regentonne/);
    expect(mail.title).toMatch(/^Zugestellt um \d\d:\d\d Uhr$/);
    expect(mail.body).toContain('Am Ablageort: hinter der Regentonne.');
  });

  it('says in a mail who brings it, where to look, and how to hear no more', () => {
    const view = seen({ viewer: { ...recipient, language: 'en' } });
    const text = notificationText({
      event: 'out_for_delivery',
      channel: 'mail',
      manner: 'plain',
      language: 'en',
      view,
    });
    const mail = notificationMail(text, { manner: 'plain', language: 'en', view, ...urls });
    for (const form of [mail.text, mail.html]) {
      expect(form).toContain('Delivered by Pegnitz Express');
      expect(form).toContain(urls.parcelUrl);
      expect(form).toContain(urls.settingsUrl);
      expect(form).toContain(urls.unsubscribeUrl);
    }
    expect(mail.text).toContain(`View delivery: ${urls.parcelUrl}`);
  });

  it('loads nothing from anywhere, and what somebody typed cannot become markup', () => {
    const view = seen({ parcel: { ...parcel, ...delivered, outcomePlace: '<img src=x> & "Tonne"' } });
    const text = notificationText({ ...plain, event: 'delivered', channel: 'mail', view });
    const { html } = notificationMail(text, { ...plain, view, ...urls });
    expect(html).toContain('&lt;img src=x&gt; &amp; &quot;Tonne&quot;');
    expect(html).not.toMatch(/<img|<script|<link|url\(|@import/);
    expect(html.split(mailPhotoSlot)).toHaveLength(2);
  });

  it('says when a late parcel is expected now, and why', () => {
    const text = notificationText({ ...plain, event: 'arrival_changed', channel: 'push', view: seen() });
    expect(text.title).toBe('Ihr Paket kommt später');
    expect(text.body).toEqual([
      expect.stringMatching(/zwischen \d\d:\d\d und \d\d:\d\d Uhr\.$/),
      'Der Lieferwagen ist später dran als geplant.',
    ]);
  });

  it('is the same for every confidential parcel, whatever happened to it', () => {
    const told = notificationEvents.map((event) =>
      notificationText({ event, channel: 'mail', manner: 'confidential', language: 'de', view: seen() }),
    );
    expect(new Set(told.map((text) => JSON.stringify(text)))).toEqual(
      new Set([
        JSON.stringify({ title: 'Neues zu Ihrer Lieferung', body: ['Den Stand sehen Sie nach der Anmeldung.'] }),
      ]),
    );
  });
});

describe('no message', () => {
  it('says a merchant, a position, or of gifts and confidential parcels more than the rules give', () => {
    let told = 0;
    fc.assert(
      fc.property(
        anyAsked,
        fc.constantFrom(...notificationEvents),
        fc.constantFrom(...notificationChannels),
        fc.constantFrom(...languages),
        (question, event, channel, language) => {
          const { kind } = question.viewer;
          if (kind !== 'recipient' && kind !== 'buyer') return;
          const { gift, confidential } = question.parcel;
          const addressee = { kind, gift, confidential, contactBasis: 'own_fleet' } as const;
          const view = whatViewerSees({ ...question, viewer: { ...question.viewer, language } });
          if (view === null || !hears(event, addressee) || !notificationRows[event].holds(view)) return;
          const manner = mannerTowards(addressee);
          const text = notificationText({ event, channel, manner, language, view });
          const mail = notificationMail(text, { manner, language, view, ...urls });
          const whole = `${text.title}\n${mail.text}\n${mail.html.replace(/<style>.*?<\/style>|<!\S+/gs, '')}`;
          told += 1;
          expect(whole).not.toMatch(/Dienstbier|49\.\d|11\.0\d|jurabote\.example|undefined|null|!/);
          expect(`${text.title} ${channel === 'push' ? text.body.join(' ') : ''}`).not.toContain('Carport');
          if (manner !== 'plain')
            expect(whole).not.toMatch(/Carport|\d\d:\d\d|Pegnitz|Jurabote|vertraulich|confidential/);
          if (gift && kind === 'buyer' && confidential) expect(whole).not.toMatch(/Geschenk|gift/i);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(told).toBeGreaterThan(50);
  });
});
