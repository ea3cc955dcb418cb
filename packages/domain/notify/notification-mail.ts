import type { Language } from '../text/language.ts';
import type { ParcelView } from '../visibility/views.ts';
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
    unsubscribe: 'Keine solchen E-Mails mehr',
    photo: 'Lieferfoto: Ihr Paket dort, wo es abgelegt ist',
    photoNote: 'Dieses Foto bleibt in Ihrem Postfach, auch wenn Sie es bei uns löschen.',
  },
  en: {
    greeting: 'Hello,',
    toParcel: 'To the delivery',
    settings: 'Which messages you get is up to you: the “Settings” page, under “Messages”',
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
  const { title } = text;
  const paragraphs = text.body.map((sentence) => `<p style="margin:0 0 12px">${escaped(sentence)}</p>`).join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f5f7f5;color:#14201b">
<div style="display:none;max-height:0;overflow:hidden">${escaped(text.body.join(' '))}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid #dfe4e1;border-radius:16px"><tr><td style="padding:28px 28px 24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
<p class="muted" style="margin:0 0 20px;font-size:14px;color:#55625c">${escaped(instanceName)}</p>
<h1 style="margin:0 0 14px;font-size:26px;line-height:1.2;font-weight:700">${escaped(title)}</h1>
${paragraphs}
${mailPhotoSlot}
<p style="margin:20px 0 8px"><a class="button" href="${escaped(parcelUrl)}" style="display:inline-block;padding:13px 22px;border-radius:14px;background:#0b6b4f;color:#ffffff;font-weight:600;text-decoration:none">${said.toParcel}</a></p>
${carrier === null ? '' : `<p class="muted" style="margin:16px 0 0;font-size:14px;color:#55625c">${escaped(carrier)}</p>`}
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px"><tr><td class="muted" style="padding:18px 28px;font:13px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#55625c">
${said.settings}: <a class="link" href="${escaped(settingsUrl)}" style="color:#0b6b4f">${escaped(settingsUrl)}</a><br>
<a class="link" href="${escaped(unsubscribeUrl)}" style="color:#0b6b4f">${said.unsubscribe}</a>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

/** Dark as in the pages; mail programs that know no `prefers-color-scheme` turn the light colours by themselves. */
const style = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background:#101614!important;color:#e9efec!important}
.sheet{background:#18201d!important;border-color:#2b3531!important;color:#e9efec!important}
.muted{color:#a3b0aa!important}
.link{color:#7ad7b0!important}
.button{background:#7ad7b0!important;color:#06281d!important}
}`;

/** What stands in the slot where a picture goes along, attached to the mail itself. */
export function mailPhotoFigure(language: Language): string {
  const { photo, photoNote } = words[language];
  return `<p style="margin:18px 0 6px"><img src="cid:${mailPhotoId}" alt="${photo}" width="480" style="display:block;width:100%;max-width:480px;height:auto;border-radius:12px"></p>
<p class="muted" style="margin:0 0 12px;font-size:13px;color:#55625c">${photoNote}</p>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
