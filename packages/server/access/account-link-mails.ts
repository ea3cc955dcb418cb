import type { Language } from '@doorstep/domain';
import type { MailWords } from './account-mails.ts';

interface About {
  readonly instance: string;
  readonly link: string;
}

/** None of these mails names an account, an address or what was typed: each may reach somebody who has nothing here. */
type MailIn = (about: About) => MailWords;
const mail =
  (words: Readonly<Record<Language, MailIn>>) =>
  (language: Language, about: About): MailWords =>
    words[language](about);

const paragraphs = (...texts: readonly string[]) => texts.join('\n\n');

export const resetMail = mail({
  de: ({ instance, link }) => ({
    subject: `${instance}: Neues Passwort`,
    text: paragraphs(
      'Guten Tag,',
      `für Ihr Konto bei ${instance} wurde ein neues Passwort angefordert. Hier legen Sie es fest:`,
      link,
      'Der Link gilt einmal und eine Stunde lang.',
      'Sie haben nichts angefordert? Dann brauchen Sie nichts zu tun, Ihr Passwort bleibt, wie es ist.',
    ),
  }),
  en: ({ instance, link }) => ({
    subject: `${instance}: new password`,
    text: paragraphs(
      'Hello,',
      `A new password was requested for your account at ${instance}. Set it here:`,
      link,
      'The link works once and for one hour.',
      'You did not request this? Then there is nothing you need to do; your password stays as it is.',
    ),
  }),
});

export const noAccountMail = mail({
  de: ({ instance, link }) => ({
    subject: `${instance}: Kein Konto mit dieser Adresse`,
    text: paragraphs(
      'Guten Tag,',
      `jemand hat bei ${instance} für diese Adresse ein neues Passwort angefordert. Ein bestätigtes Konto gibt es mit dieser Adresse nicht.`,
      `Vielleicht haben Sie sich mit einer anderen Adresse angemeldet. Oder Sie legen ein Konto an: ${link}`,
      'Waren Sie es nicht? Dann brauchen Sie nichts zu tun.',
    ),
  }),
  en: ({ instance, link }) => ({
    subject: `${instance}: no account with this address`,
    text: paragraphs(
      'Hello,',
      `Someone asked ${instance} for a new password for this address. There is no confirmed account with this address.`,
      `Perhaps you signed up with another address. Or you can set up an account: ${link}`,
      'Was it not you? Then there is nothing you need to do.',
    ),
  }),
});

export const passwordChangedMail = mail({
  de: ({ instance, link }) => ({
    subject: `${instance}: Ihr Passwort wurde geändert`,
    text: paragraphs(
      'Guten Tag,',
      `das Passwort Ihres Kontos bei ${instance} wurde gerade geändert. Auf allen anderen Geräten sind Sie abgemeldet.`,
      `Waren Sie es nicht? Dann legen Sie sofort ein neues Passwort fest: ${link}`,
    ),
  }),
  en: ({ instance, link }) => ({
    subject: `${instance}: your password was changed`,
    text: paragraphs(
      'Hello,',
      `The password of your account at ${instance} was just changed. You are signed out on all other devices.`,
      `Was it not you? Then set a new password at once: ${link}`,
    ),
  }),
});

export const newEmailMail = mail({
  de: ({ instance, link }) => ({
    subject: `${instance}: Bitte bestätigen Sie Ihre neue E-Mail-Adresse`,
    text: paragraphs(
      'Guten Tag,',
      `diese Adresse soll zu einem Konto bei ${instance} gehören. Bitte bestätigen Sie, dass sie Ihre ist:`,
      link,
      'Der Link gilt einmal und 24 Stunden lang. Bis dahin bleibt die bisherige Adresse.',
      'Sie haben das nicht gewollt? Dann benutzen Sie den Link bitte nicht.',
    ),
  }),
  en: ({ instance, link }) => ({
    subject: `${instance}: please confirm your new email address`,
    text: paragraphs(
      'Hello,',
      `This address is meant to belong to an account at ${instance}. Please confirm that it is yours:`,
      link,
      'The link works once and for 24 hours. Until then the previous address stays.',
      'You did not want this? Then please do not use the link.',
    ),
  }),
});

export const emailChangedMail = mail({
  de: ({ instance, link }) => ({
    subject: `${instance}: Ihre E-Mail-Adresse wurde geändert`,
    text: paragraphs(
      'Guten Tag,',
      `Ihr Konto bei ${instance} hat jetzt eine andere E-Mail-Adresse. An diese hier schreiben wir nicht mehr.`,
      `Waren Sie es nicht? Dann ändern Sie auf einem Gerät, auf dem Sie noch angemeldet sind, sofort Ihr Passwort, und wenden Sie sich an den Betreiber: ${link}`,
    ),
  }),
  en: ({ instance, link }) => ({
    subject: `${instance}: your email address was changed`,
    text: paragraphs(
      'Hello,',
      `Your account at ${instance} has another email address now. We no longer write to this one.`,
      `Was it not you? Then use a device on which you are still signed in, change your password there, and contact the operator: ${link}`,
    ),
  }),
});
