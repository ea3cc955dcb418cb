import type { Bilingual } from '../text/language.ts';
import { type HeldKind, heldKinds, heldTerms } from './held-data.ts';

/** What an erasure leaves, why it must, and what ends that. */
export interface Kept {
  readonly what: Bilingual;
  readonly why: Bilingual;
  readonly until: Bilingual;
}

const { addressKeptDays, messagesKeptDays, guessesKeptDays } = heldTerms;

const kept: Readonly<Partial<Record<HeldKind, Kept>>> = {
  guesses: {
    what: {
      de: 'wie oft ein falsches Passwort versucht wurde, unter einem Prüfwert, aus dem sich weder Browser noch Adresse lesen lassen',
      en: 'how often a wrong password was tried, under a check value from which neither browser nor address can be read',
    },
    why: {
      de: 'die Marke liegt nur in Ihrem Browser, der Eintrag lässt sich ohne sie nicht finden',
      en: 'its mark lies in your browser alone; without it the entry cannot be found',
    },
    until: {
      de: `${guessesKeptDays} Tage nach dem letzten Versuch`,
      en: `${guessesKeptDays} days after the last try`,
    },
  },
  address: {
    what: {
      de: 'Name, Anschrift, Ablageort und Ort der Übergabe einer Sendung, die noch unterwegs ist oder zu der eine Meldung offen ist; der Ort des Stopps auf einer laufenden Tour',
      en: 'name, address, safe place and place of the hand-over of a parcel that is still on its way or has an open report; the place of the stop on a running route',
    },
    why: {
      de: 'ohne sie kann nicht zugestellt und eine Meldung nicht geklärt werden (Art. 17 Abs. 3 Buchst. b und e DSGVO)',
      en: 'without them nothing can be delivered and no report settled (GDPR Art. 17(3)(b) and (e))',
    },
    until: {
      de: `bis zwei Minuten nachdem Zustellung, Meldung und Tour zu Ende sind, spätestens ${addressKeptDays} Tage nach dem letzten Ereignis`,
      en: `until two minutes after delivery, report and route are over, at the latest ${addressKeptDays} days after the last event`,
    },
  },
  course: {
    what: {
      de: 'Bestell- und Paketnummer mit Zeiten und Ausgang, ohne Namen, Anschrift und Ort',
      en: 'order and parcel number with times and outcome, without name, address and place',
    },
    why: {
      de: 'der Zusteller muss belegen können, dass er zugestellt hat (§§ 425, 439 HGB)',
      en: 'the carrier must be able to show that it delivered (§§ 425, 439 HGB)',
    },
    until: {
      de: 'bis der Betreiber sie entfernt; Doorstep löscht sie noch nicht von selbst',
      en: 'until the operator removes them; Doorstep does not delete them by itself yet',
    },
  },
  photos: {
    what: {
      de: 'ein Foto, zu dem eine Meldung offen ist, oder das zugleich ein anderer Empfänger sehen darf; vom gelöschten nur der Beleg der Löschung',
      en: 'a photo with an open report, or that another recipient may see as well; of a deleted one the receipt of its deletion alone',
    },
    why: {
      de: 'zur Klärung der Meldung (Art. 17 Abs. 3 Buchst. e DSGVO); es ist auch des anderen Beleg',
      en: "to settle the report (GDPR Art. 17(3)(e)); it is the other person's proof too",
    },
    until: {
      de: 'bis die Meldung geschlossen ist, beziehungsweise bis zur Frist des Fotos',
      en: "until the report is closed, or until the photo's term",
    },
  },
  reports: {
    what: { de: 'Ihre Worte in einer offenen Meldung', en: 'your words in an open report' },
    why: {
      de: 'ohne sie lässt sich nicht klären, was Sie gemeldet haben (Art. 17 Abs. 3 Buchst. e DSGVO)',
      en: 'without them what you reported cannot be settled (GDPR Art. 17(3)(e))',
    },
    until: {
      de: 'bis zwei Minuten nachdem sie geschlossen ist',
      en: 'until two minutes after it is closed',
    },
  },
  messages: {
    what: {
      de: 'eine E-Mail an eine frühere Adresse Ihres Kontos',
      en: 'an email to a former address of your account',
    },
    why: {
      de: 'zu welchem Konto sie gehörte, wird nicht festgehalten',
      en: 'which account it belonged to is not recorded',
    },
    until: { de: `höchstens ${messagesKeptDays} Tage`, en: `${messagesKeptDays} days at most` },
  },
  backups: {
    what: {
      de: 'ältere Sicherungen, und gelöschte Zeilen auf der Platte der Datenbank',
      en: "older backups, and deleted rows on the database's disk",
    },
    why: {
      de: 'einzelne Menschen lassen sich daraus nicht herausnehmen',
      en: 'single people cannot be taken out of them',
    },
    until: {
      de: 'bis der Betreiber die Sicherung löscht und die Datenbank die Stelle überschreibt',
      en: 'until the operator deletes the backup and the database overwrites the place',
    },
  },
};

/** What an erasure leaves, in the order of the table of what is held. Of every other kind nothing is left within a minute. */
export const keptRows: readonly (Kept & { readonly kind: HeldKind })[] = heldKinds.flatMap((kind) => {
  const row = kept[kind];
  return row ? [{ kind, ...row }] : [];
});
