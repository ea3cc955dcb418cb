import type { Language } from '@doorstep/domain';

export interface MailWords {
  readonly subject: string;
  readonly text: string;
}

/** Neither mail repeats what was typed into the form: a stranger must not be able to write to somebody through us. */
export function confirmationMail(language: Language, about: { instance: string; link: string }): MailWords {
  const { instance, link } = about;
  if (language === 'en')
    return {
      subject: `${instance}: please confirm your email address`,
      text: [
        'Hello,',
        `An account at ${instance} was set up with this address. Please confirm that the address is yours:`,
        link,
        'The link works once and for 24 hours. After that you will see your deliveries in your account.',
        'You did not set up an account? Then please do not use the link. Unless the address is confirmed, nobody can see your deliveries.',
      ].join('\n\n'),
    };
  return {
    subject: `${instance}: Bitte bestätigen Sie Ihre E-Mail-Adresse`,
    text: [
      'Guten Tag,',
      `mit dieser Adresse wurde ein Konto bei ${instance} angelegt. Bitte bestätigen Sie, dass die Adresse Ihre ist:`,
      link,
      'Der Link gilt einmal und 24 Stunden lang. Danach sehen Sie Ihre Lieferungen in Ihrem Konto.',
      'Sie haben kein Konto angelegt? Dann benutzen Sie den Link bitte nicht. Solange die Adresse nicht bestätigt ist, sieht niemand Ihre Lieferungen.',
    ].join('\n\n'),
  };
}

/** To the owner of an account, when its address was registered once more. */
export function alreadyRegisteredMail(language: Language, about: { instance: string; link: string }): MailWords {
  const { instance, link } = about;
  if (language === 'en')
    return {
      subject: `${instance}: you already have an account`,
      text: [
        'Hello,',
        `Someone just tried to set up an account at ${instance} with this address. You already have one, so nothing was changed.`,
        `Was it you? Then please sign in with your password: ${link}`,
        'Was it not you? Then there is nothing you need to do.',
      ].join('\n\n'),
    };
  return {
    subject: `${instance}: Sie haben bereits ein Konto`,
    text: [
      'Guten Tag,',
      `jemand wollte gerade mit dieser Adresse ein Konto bei ${instance} anlegen. Sie haben bereits eines, deshalb wurde nichts geändert.`,
      `Waren Sie es selbst? Dann melden Sie sich bitte mit Ihrem Passwort an: ${link}`,
      'Waren Sie es nicht? Dann brauchen Sie nichts zu tun.',
    ].join('\n\n'),
  };
}
