/** Every word of the demo's own pages in German; the English ones (demo-en.ts) must have the same shape. */
export const demoDe = {
  town: (name: string, isInvented: boolean) =>
    isInvented
      ? `Modellstadt ${name}. Alles hier ist erfunden.`
      : `${name}. Straßen und Häuser gibt es, Menschen und Pakete sind erfunden.`,
  title: 'Mit wessen Augen möchten Sie schauen?',
  starting: 'Der Tag wird vorbereitet',
  startingLead: 'Gleich fahren die Lieferwagen los.',

  cards: {
    near: {
      title: 'Empfängerin',
      lead: 'Wartet auf ein Buch. Wann kommt es?',
      leadAfter: 'Hat ein Buch bekommen. Wie steht es da?',
      go: 'Als Empfängerin ansehen',
    },
    driver: {
      title: 'Am Steuer',
      lead: (stops: number) => `${stops} Stopps, eine Hand frei, kein Netz.`,
      go: 'Selbst zustellen',
    },
    driverNoStops: 'Eine Hand frei, kein Netz.',
    support: { title: 'Kundenservice', lead: 'Klärt, wo ein Paket geblieben ist.', go: 'Als Kundenservice ansehen' },
  },
  stopOf: (stop: number, stops: number) => `Stopp ${stop} von ${stops}`,
  noTour: 'Die Tour ist zu Ende',
  handOver: 'Übergeben',
  quiet: 'Heute ist noch nichts geschehen.',
  trySearch: 'In der Demo zum Beispiel: LB-2290471 oder Johanna.',

  together: 'Am besten nebeneinander',
  togetherLead: 'Auf dem einen Telefon stellen Sie zu, auf dem anderen kommt es an.',
  togetherGo: 'Nebeneinander öffnen',

  clock: 'Demo-Uhr',
  clockDay: (day: string) => `Demo-Uhr, ${day}`,
  speed: 'Tempo der Demo-Uhr',
  halt: 'Anhalten',
  times: (speed: number) => `${speed}×`,
  againTitle: 'Noch einmal',
  again: 'Tag neu beginnen',
  againLead: 'Der nächste Tag beginnt, und der Lieferwagen ist wieder drei Stopps entfernt.',

  messagesTitle: 'Was verschickt wird',
  messagesLead: 'Jede E-Mail und jede Mitteilung aufs Telefon, so wie sie gelesen wird.',
  messagesGo: 'Nachrichten ansehen',

  others: 'Weitere Anmeldungen',
  people: {
    far: 'Weit entfernt',
    photo: 'Zugestellt mit Foto',
    gift: 'Geschenk',
    opted_out: 'Ohne Foto',
    admin: 'Verwaltung',
  },
  tooManyTries: 'Das waren viele Anmeldungen in kurzer Zeit. Warten Sie einige Minuten.',
  signInFailed: 'Diese Anmeldung gibt es gerade nicht. Beginnen Sie den Tag neu.',

  bar: { label: 'Demo', choose: 'Zur Auswahl', messages: 'Nachrichten', stands: 'angehalten' },

  side: {
    title: 'Nebeneinander',
    lead: 'Stellen Sie zu, sobald der Lieferwagen vor der Tür steht. Die Empfängerin sieht es im selben Augenblick.',
    driver: 'Am Steuer',
    recipient: 'Empfängerin',
    beginTitle: 'Beide Telefone öffnen',
    begin: 'Sie werden in diesem Browser als Johanna Sommerfeld angemeldet, und ein Telefon wird gekoppelt.',
    unpaired: 'Dieser Browser ist mit keiner Tour gekoppelt.',
    pair: 'Telefon koppeln',
    newest: 'Zuletzt verschickt',
    all: 'Alle Nachrichten',
    apart: 'Allein öffnen',
  },

  outbox: {
    title: 'Nachrichten',
    lead: 'Was verschickt wird, erscheint hier im selben Augenblick, das Neueste zuerst.',
    earlier: (count: number) => `Von früheren Tagen (${count})`,
    noScript: 'Ohne JavaScript laden Sie die Seite neu, um Neues zu sehen.',
    reload: 'Neu laden',
    empty: 'Noch ist nichts verschickt. Sobald sich bei einer Lieferung etwas tut, steht es hier.',
    mail: 'E-Mail',
    push: 'Mitteilung auf dem Sperrbildschirm',
    to: 'An',
    german: 'auf Deutsch',
    english: 'auf Englisch',
    open: 'Lieferung öffnen',
    openHint: 'Öffnet sich für die Person, an die sie ging.',
  },
};

export type DemoWords = typeof demoDe;
