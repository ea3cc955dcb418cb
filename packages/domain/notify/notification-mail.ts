import type { Language } from '../text/language.ts';
import type { ParcelView } from '../visibility/views.ts';
import { escaped, mailButton, mailFrame, mailLink, mailMuted, mailParagraph } from './mail-frame.ts';
import type { NotificationText } from './notification-text.ts';
import type { Manner } from './when-to-notify.ts';

/** One mail in both forms (RFC 2046, `multipart/alternative`): they say the same. */
export interface NotificationMail {
  readonly text: string;
  /** Holds `mailPhotoSlot` where a picture may stand; nothing in it is loaded from anywhere. */
  readonly html: string;
}

interface About {
  readonly manner: Manner;
  readonly language: Language;
  readonly view: ParcelView;
  readonly instanceName: string;
  readonly parcelUrl: string;
  readonly settingsUrl: string;
  /** A page that asks before it does anything: mail scanners follow every link. */
  readonly unsubscribeUrl: string;
}

/** Takes the picture's place until the mail leaves: whether there is one is decided then. */
export const mailPhotoSlot = '<!--photo-->';
/** The picture's Content-ID (RFC 2392). */
export const mailPhotoId = 'photo@doorstep';

const words = {
  de: {
    greeting: 'Guten Tag,',
    toParcel: 'Zur Lieferung',
    settings: 'Welche Nachrichten Sie bekommen, stellen Sie auf der Seite „Einstellungen“ unter „Nachrichten“ ein',
    settingsLink: 'Wählen, welche Nachrichten Sie bekommen',
    unsubscribe: 'Keine solchen E-Mails mehr',
    photo: 'Lieferfoto: Ihr Paket dort, wo es abgelegt ist',
    photoNote: 'Dieses Foto bleibt in Ihrem Postfach, auch wenn Sie es bei uns löschen.',
  },
  en: {
    greeting: 'Hello,',
    toParcel: 'View delivery',
    settings: 'Which messages you get is up to you: the “Settings” page, under “Messages”',
    settingsLink: 'Choose which messages you get',
    unsubscribe: 'No more such emails',
    photo: 'Delivery photo: your parcel where it was left',
    photoNote: 'This photo stays in your mailbox even when you delete it here.',
  },
} as const;

/** The message, who brings it, where it leads and how to hear no more of this. */
export function notificationMail(text: NotificationText, about: About): NotificationMail {
  const { manner, language, view, parcelUrl, settingsUrl, unsubscribeUrl } = about;
  const said = words[language];
  const carrier = manner === 'plain' ? (view.carrier?.label ?? null) : null;
  return {
    text: [
      said.greeting,
      text.body.join('\n'),
      ...(carrier === null ? [] : [carrier]),
      `${said.toParcel}: ${parcelUrl}`,
      `${said.settings}: ${settingsUrl}\n${said.unsubscribe}: ${unsubscribeUrl}`,
    ].join('\n\n'),
    html: htmlOf(text, about, carrier),
  };
}

function htmlOf(text: NotificationText, about: About, carrier: string | null): string {
  const { language, instanceName, parcelUrl, settingsUrl, unsubscribeUrl } = about;
  const said = words[language];
  return mailFrame({
    language,
    instanceName,
    title: text.title,
    preview: text.body.join(' '),
    inside: [
      ...text.body.map((sentence) => mailParagraph(escaped(sentence))),
      mailPhotoSlot,
      mailButton(parcelUrl, said.toParcel),
      ...(carrier === null ? [] : [mailMuted(escaped(carrier))]),
    ],
    below: `${mailLink(settingsUrl, said.settingsLink)}<br>
${mailLink(unsubscribeUrl, said.unsubscribe)}`,
  });
}

/** What stands in the slot where a picture goes along, attached to the mail itself. */
export function mailPhotoFigure(language: Language): string {
  const { photo, photoNote } = words[language];
  return `<p style="margin:18px 0 6px"><img src="cid:${mailPhotoId}" alt="${photo}" width="480" style="display:block;width:100%;max-width:480px;height:auto;border-radius:12px"></p>
<p class="muted" style="margin:0 0 12px;font-size:13px;color:#55625c">${photoNote}</p>`;
}
