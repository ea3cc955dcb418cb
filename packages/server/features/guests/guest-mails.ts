import { codeRules, type Language, linkRules } from '@doorstep/domain';

interface Words {
  readonly subject: string;
  readonly text: string;
}

const paragraphs = (...texts: readonly string[]) => texts.join('\n\n');

/** Says neither what the parcel is nor where it goes: it may be read over a shoulder. */
export function codeMail(language: Language, { instance, code }: { instance: string; code: string }): Words {
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
  if (language === 'en')
    return {
      subject: `${instance}: your code`,
      text: paragraphs(
        'Hello,',
        `your code for your delivery is: ${spaced}`,
        `It is valid for ${codeRules.lastsMinutes} minutes, in the browser in which it was asked for.`,
        'You asked for no code? Then there is nothing you need to do. Please give it to nobody.',
      ),
    };
  return {
    subject: `${instance}: Ihr Code`,
    text: paragraphs(
      'Guten Tag,',
      `Ihr Code für Ihre Lieferung lautet: ${spaced}`,
      `Er gilt ${codeRules.lastsMinutes} Minuten, in dem Browser, in dem er angefordert wurde.`,
      'Sie haben keinen Code angefordert? Dann brauchen Sie nichts zu tun. Geben Sie ihn bitte niemandem.',
    ),
  };
}

/**
 * To the contact of a consignment that no account receives. Nobody knows yet which language it reads: German first, the
 * same in English below. Of a confidential parcel nothing is said but that there is news.
 */
export function linkMail(about: {
  instance: string;
  links: readonly string[];
  confidential: boolean;
  unsubscribeUrl: string;
}): Words {
  const { instance, links, confidential } = about;
  const several = links.length > 1;
  const german = confidential
    ? 'es gibt Neuigkeiten zu Ihrer Lieferung. Hier sehen Sie den Stand:'
    : `${several ? 'Ihre Pakete sind' : 'Ihr Paket ist'} unterwegs. Stand und Zeitfenster sehen Sie hier:`;
  const english = confidential
    ? 'There is news about your delivery. See where it stands by the link above.'
    : `${several ? 'Your parcels are' : 'Your parcel is'} on the way. See status and window by the link above.`;
  return {
    subject: confidential
      ? `${instance}: Neuigkeiten zu Ihrer Lieferung`
      : `${instance}: ${several ? 'Ihre Pakete sind' : 'Ihr Paket ist'} unterwegs`,
    text: paragraphs(
      'Guten Tag,',
      german,
      ...links,
      `Die Seite fragt nach der Postleitzahl der Lieferadresse. Mit einem Code, den sie auf Wunsch an diese E-Mail-Adresse schickt, zeigt sie Ihnen alles, was Empfänger sehen, ohne Konto. Der Link gilt bis ${linkRules.endsAfterDays} Tage nach der Lieferung.`,
      `Sie erhalten diese Nachricht, weil diese Adresse bei der Bestellung für die Lieferung angegeben wurde. Keine solchen E-Mails mehr: ${about.unsubscribeUrl}`,
      '–',
      english,
      `The page asks for the postcode of the delivery address. With a code that it sends to this email address if you wish, it shows you all that a recipient sees, without an account. The link is valid until ${linkRules.endsAfterDays} days after the delivery.`,
      'You receive this message because this address was given for the delivery with the order. The last link above ends such messages.',
    ),
  };
}
