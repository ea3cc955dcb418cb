/** Pages for people without an account, and the passes that a recipient makes, in German. */
export const guestDe = {
  title: 'Lieferung verfolgen',
  askTitle: 'Ihre Postleitzahl',
  askLead: 'Damit nur Sie hier etwas sehen: Wohin wird geliefert?',
  postcode: 'Postleitzahl der Lieferadresse',
  askSubmit: 'Lieferung ansehen',
  refusals: {
    no_such_link:
      'Das passt nicht zusammen, oder der Link gilt nicht mehr. Prüfen Sie die Postleitzahl; nach fünf falschen öffnet sich der Link nicht mehr.',
    too_many_tries: 'Das waren zu viele Versuche. Warten Sie eine Viertelstunde.',
  },
  kept: 'Wer ein Konto hat, sieht alle seine Lieferungen nach der Anmeldung.',
  signIn: 'Anmelden',
  asOf: (clock: string) => `Stand: ${clock} Uhr. Ohne JavaScript aktualisiert sich die Seite nicht von selbst.`,
  reload: 'Neu laden',

  codeTitle: 'Alles sehen, ohne Konto',
  codeLead:
    'Mit einem Code sehen Sie hier, was Empfänger sehen, einen Tag lang und nur in diesem Browser. Wir schicken ihn an die E-Mail-Adresse, die bei der Bestellung für diese Lieferung angegeben wurde.',
  codeAsk: 'Code schicken',
  codeSent: 'Der Code ist unterwegs. Er gilt 10 Minuten.',
  codeLabel: 'Code aus der E-Mail',
  codeHint: '6 Ziffern',
  codeSubmit: 'Code prüfen',
  codeAgain: 'Neuen Code schicken',
  codeProblems: {
    wrong: 'Dieser Code stimmt nicht. Prüfen Sie die 6 Ziffern; nach fünf falschen Versuchen gilt er nicht mehr.',
    void: 'Dieser Code gilt nicht mehr. Lassen Sie sich einen neuen schicken.',
    too_often:
      'Für diese Lieferung wurden schon mehrere Codes geschickt. Versuchen Sie es in einer Stunde noch einmal, sonst morgen.',
    no_contact:
      'Zu dieser Lieferung ist keine E-Mail-Adresse bekannt, an die wir einen Code schicken dürfen. Bitte fragen Sie dort, wo bestellt wurde.',
  },
  looksTitle: 'Wer in diesen Vorgang gesehen hat',
  provedTitle: 'Sie sehen, was Empfänger sehen',
  provedLead: 'Einen Tag lang, nur diese Lieferung und nur in diesem Browser.',
  claimLead: 'Sie können die Lieferung auch in Ihr Konto übernehmen. Dort bleibt sie.',
  claim: 'In mein Konto übernehmen',
  claimSignIn: 'Anmelden und übernehmen',
  neighbourLead:
    'Jemand aus der Nachbarschaft hat Ihnen diesen Pass gegeben. Er zeigt, wo das Paket ist, sonst nichts.',

  passes: {
    title: 'Wer mitsehen darf',
    lead: 'Ein Pass zeigt jemandem aus der Nachbarschaft, wo dieses eine Paket ist und wo es abgeholt werden kann. Karte, Foto, Zeitfenster und Ihren Namen zeigt er nicht.',
    none: 'Noch darf niemand mitsehen.',
    name: 'Für wen?',
    nameHint: 'Zum Beispiel: Familie Yıldız, 2. Stock. Den Namen sehen nur Sie.',
    submit: 'Pass erstellen',
    madeTitle: 'Der Pass ist da',
    madeLead:
      'Geben Sie den Link selbst weiter. Er steht nur dieses eine Mal hier. Die Seite fragt nach der Postleitzahl Ihrer Adresse.',
    linkLabel: 'Link',
    passFor: (name: string) => `Pass für ${name}`,
    mailed: 'Link an die E-Mail-Adresse der Bestellung',
    made: (when: string) => `seit ${when}`,
    revoked: (when: string) => `zurückgezogen: ${when}`,
    revoke: 'Zurückziehen',
    ownLink:
      'Über den Link an die E-Mail-Adresse sehen auch Sie diese Seite. Ziehen Sie ihn zurück, endet das auch für Sie.',
    revokedDone: 'Zurückgezogen. Der Link öffnet ab sofort nichts mehr.',
    back: 'Zur Lieferung',
    refusals: {
      not_found: 'Für diese Lieferung gibt es keinen Pass mehr. Laden Sie die Seite neu.',
      confidential: 'Für diese Lieferung gibt es keinen Pass: Sie wird nur persönlich übergeben.',
      over: 'Diese Lieferung ist abgeschlossen. Ein Pass zeigt dazu nichts mehr.',
      too_many: 'Es gibt schon 5 Pässe für dieses Paket. Ziehen Sie zuerst einen zurück.',
      name_empty: 'Schreiben Sie, für wen der Pass ist.',
      name_too_long: 'Das ist zu lang. Fassen Sie es in höchstens 60 Zeichen.',
    },
  },
};

export type GuestWords = typeof guestDe;
