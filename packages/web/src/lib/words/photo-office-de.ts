/** What the privacy officer and administrators read about photos, in German. */
export const photoOfficeDe = {
  title: 'Fotos',
  lead: 'Was aufbewahrt wird, nach welcher Regel, und wer es angesehen hat. Die Bilder selbst sind hier nicht zu sehen.',
  held: 'Aufbewahrt',
  heldNone: 'Zurzeit wird kein Foto aufbewahrt.',
  rules: {
    case_open: 'offene Meldung',
    undone: 'Zustellung zurückgenommen',
    account_erased: 'Konto gelöscht',
    deleted_and_received: 'auf Wunsch gelöscht, Empfang bestätigt',
    deleted_by_recipient: 'auf Wunsch gelöscht, Schlüssel noch bis 14 Tage',
    merchant_term: 'Frist des Händlers',
    retention: 'allgemeine Frist',
    expired: 'Frist abgelaufen',
    never_came: 'nie angekommen',
    opted_out: 'Lieferfotos ausgeschaltet',
  } as Readonly<Record<string, string>>,
  photos: (count: number) => (count === 1 ? '1 Foto' : `${count} Fotos`),
  age: (oldest: string, count: number) => (count === 1 ? `vom ${oldest}` : `das älteste vom ${oldest}`),
  ends: (day: string, count: number) =>
    count === 1 ? `wird am ${day} gelöscht` : `das nächste wird am ${day} gelöscht`,
  never: 'bleibt, bis die Meldung geklärt ist',
  deleted: 'Gelöscht',
  deletedNone: 'Noch wurde kein Foto gelöscht.',
  lately: (count: number) =>
    count === 0 ? 'keines davon in den letzten 30 Tagen' : `${count} davon in den letzten 30 Tagen`,
  bytesLeft: (count: number) =>
    count === 1
      ? 'von einem ist der Schlüssel vernichtet und die Datei noch da'
      : `von ${count} ist der Schlüssel vernichtet und die Datei noch da`,
  looks: 'Wer Fotos angesehen hat',
  caseLooks: 'Wer Vorgänge gelesen hat',
  looksNone: 'Noch niemand.',
  looksMore: (count: number) => `Noch ${count} anzeigen`,
  namesHidden: 'Wer es war, sieht nur das Konto für den Datenschutz.',
  settings: 'Was gilt',
  settingsLead:
    'Ohne eigene Regel gilt: Fotos von jeder Zustellung, aber nicht in der Nachbarschaft und am Empfang; keines ist Pflicht, und abgelegt wird nur mit Erlaubnis. Eine engere Ebene kann nur weniger zeigen: Ein „Nein“ genügt, der kleinste Anteil zählt.',
  silent: (count: number) => `${count} Händler ohne eigene Regel`,
  levels: { instance: 'Überall', region: 'Region', merchant: 'Händler' },
  fields: {
    photos: 'Fotos',
    share: 'Anteil der Zustellungen (%)',
    thirdParty: 'Auch in der Nachbarschaft und am Empfang',
    mandatory: 'Foto ist Pflicht',
    leave: 'Ablegen ohne Erlaubnis',
    days: 'Eigene Frist (Tage)',
    purpose: 'Zweck dieser Frist',
  },
  choices: { none: 'Keine eigene Regel', yes: 'Ja', no: 'Nein' },
  change: 'Ändern',
  save: 'Speichern',
  saved: 'Gespeichert. Das gilt für Zustellungen von jetzt an.',
  refusals: {
    scope_unknown: 'Diese Region oder diesen Händler gibt es nicht mehr.',
    share_wrong: 'Der Anteil ist eine ganze Zahl von 0 bis 100.',
    days_wrong: 'Eine eigene Frist hat nur ein Händler, in ganzen Tagen von 1 bis 3650, zusammen mit ihrem Zweck.',
    purpose_missing: 'Nennen Sie den Zweck dieser Frist in höchstens 200 Zeichen.',
  },
};

/** The shape that every language has to fill. */
export type PhotoOfficeWords = typeof photoOfficeDe;
