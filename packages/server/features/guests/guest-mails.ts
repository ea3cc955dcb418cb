import { calendarDayWords, codeRules, type Language, linkRules } from '@doorstep/domain';

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
        `Your code for your delivery is: ${spaced}`,
        `It is valid for ${codeRules.lastsMinutes} minutes, in the browser in which it was requested.`,
        'You did not request a code? Then there is nothing you need to do. Do not share it with anyone.',
      ),
    };
  return {
    subject: `${instance}: Ihr Code`,
    text: paragraphs(
      'Guten Tag,',
      `Ihr Code für Ihre Lieferung lautet: ${spaced}`,
      `Er gilt ${codeRules.lastsMinutes} Minuten, in dem Browser, in dem er angefordert wurde.`,
      'Sie haben keinen Code angefordert? Dann brauchen Sie nichts zu tun. Geben Sie ihn an niemanden weiter.',
    ),
  };
}

/**
 * To the contact of a consignment: that it is on its way, where no account receives it, or that somebody who receives it
 * moved it to another day. Nobody knows yet which language the contact reads: German first, the same in English below. Of a
 * confidential parcel nothing is said but that there is news.
 */
export function linkMail(about: {
  instance: string;
  links: readonly string[];
  confidential: boolean;
  /** The new day, YYYY-MM-DD; null: it is on its way. */
  movedTo: string | null;
  unsubscribeUrl: string;
}): Words {
  const { instance, links } = about;
  const { subject, german, english, germanMore = '', englishMore = '' } = newsOf(about);
  return {
    subject: `${instance}: ${subject}`,
    text: paragraphs(
      'Guten Tag,',
      german,
      ...links,
      `Die Seite fragt nach der Postleitzahl der Lieferadresse. Mit einem Code, den sie auf Wunsch an diese E-Mail-Adresse schickt, zeigt sie Ihnen alles, was Empfänger sehen, ohne Konto.${germanMore} Der Link gilt bis ${linkRules.endsAfterDays} Tage nach der Lieferung.`,
      `Sie erhalten diese Nachricht, weil diese Adresse bei der Bestellung für die Lieferung angegeben wurde. Keine solchen E-Mails mehr: ${about.unsubscribeUrl}`,
      '–',
      english,
      `The page asks for the postcode of the delivery address. With a code, which it can send to this email address, it shows you everything a recipient sees, without an account.${englishMore} The link is valid until ${linkRules.endsAfterDays} days after the delivery.`,
      'You are receiving this message because this address was given for the delivery when it was ordered. The last link above ends such messages.',
    ),
  };
}

interface News {
  readonly subject: string;
  readonly german: string;
  readonly english: string;
  /** What the code is good for besides. */
  readonly germanMore?: string;
  readonly englishMore?: string;
}

function newsOf({ links, confidential, movedTo }: Omit<Parameters<typeof linkMail>[0], 'instance'>): News {
  const several = links.length > 1;
  if (confidential)
    return {
      subject: 'Neuigkeiten zu Ihrer Lieferung',
      german: 'es gibt Neuigkeiten zu Ihrer Lieferung. Hier sehen Sie den Stand:',
      english: 'There is news about your delivery. The link above shows its status.',
    };
  if (movedTo === null)
    return {
      subject: `${several ? 'Ihre Pakete sind' : 'Ihr Paket ist'} unterwegs`,
      german: `${several ? 'Ihre Pakete sind' : 'Ihr Paket ist'} unterwegs. Stand und Zeitfenster sehen Sie hier:`,
      english: `${several ? 'Your parcels are' : 'Your parcel is'} on the way. The link above shows status and time window.`,
    };
  const comes = several ? 'kommen Ihre Pakete' : 'kommt Ihr Paket';
  return {
    subject: `${several ? 'Ihre Pakete kommen' : 'Ihr Paket kommt'} an einem anderen Tag`,
    german: `auf Wunsch der Empfängerseite ${comes} am ${calendarDayWords('de', movedTo)}. Den Stand sehen Sie hier:`,
    english: `As a recipient asked, your ${several ? 'parcels are' : 'parcel is'} coming on ${calendarDayWords('en', movedTo)}. The link above shows the status.`,
    germanMore: ' Lässt sich der Tag noch ändern, geht auch das dort.',
    englishMore: ' If the day can still be changed, that is done there, too.',
  };
}
