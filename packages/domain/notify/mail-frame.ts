// How every mail looks that is sent as HTML: it survives a dark mode of any kind, and loads nothing from anywhere.
import type { Language } from '../text/language.ts';

interface MailFrame {
  readonly language: Language;
  readonly instanceName: string;
  readonly title: string;
  /** What a list of mails shows beside the subject. */
  readonly preview: string;
  /** Pieces of HTML, one below the other. */
  readonly inside: readonly string[];
  /** HTML in small print below the sheet, or nothing. */
  readonly below: string;
}

export function mailFrame({ language, instanceName, title, preview, inside, below }: MailFrame): string {
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
<div style="display:none;max-height:0;overflow:hidden">${escaped(preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid #dfe4e1;border-radius:16px"><tr><td style="padding:28px 28px 24px;font:16px/1.5 ${fonts}">
<p class="muted" style="margin:0 0 20px;font-size:14px;color:#55625c">${escaped(instanceName)}</p>
<h1 style="margin:0 0 14px;font-size:26px;line-height:1.2;font-weight:700;text-wrap:balance">${escaped(title).replaceAll('E-Mail', keptWhole)}</h1>
${inside.join('\n')}
</td></tr></table>
${
  below === ''
    ? ''
    : `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px"><tr><td class="muted" style="padding:18px 28px;font:13px/1.5 ${fonts};color:#55625c;overflow-wrap:anywhere">
${below}
</td></tr></table>`
}
</td></tr></table>
</body>
</html>
`;
}

export function mailParagraph(html: string): string {
  return `<p style="margin:0 0 12px;overflow-wrap:anywhere">${html}</p>`;
}

export function mailMuted(html: string): string {
  return `<p class="muted" style="margin:16px 0 0;font-size:14px;color:#55625c;overflow-wrap:anywhere">${html}</p>`;
}

export function mailButton(url: string, label: string): string {
  return `<p style="margin:20px 0 8px"><a class="button" href="${escaped(url)}" style="display:inline-block;padding:13px 22px;border-radius:14px;background:#0b6b4f;color:#ffffff;font-weight:600;text-decoration:none">${escaped(label)}</a></p>`;
}

export function mailLink(url: string, label: string): string {
  return `<a class="link" href="${escaped(url)}" style="color:#0b6b4f">${escaped(label)}</a>`;
}

export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A heading breaks before this word, not in it. */
const keptWhole = '<span style="white-space:nowrap">E-Mail</span>';

const fonts = `system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif`;

/** Dark as in the pages; mail programs that know no `prefers-color-scheme` turn the light colours by themselves. */
const style = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background:#101614!important;color:#e9efec!important}
.sheet{background:#18201d!important;border-color:#2b3531!important;color:#e9efec!important}
.muted{color:#a3b0aa!important}
.link{color:#7ad7b0!important}
.button{background:#7ad7b0!important;color:#06281d!important}
}`;
