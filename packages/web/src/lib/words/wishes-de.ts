import type { DayRefused, WishRefused } from '@doorstep/contract/page-services.ts';

/** Who may take a parcel in, another day, and when it is time to go home, in German. */
export const wishesDe = {
  title: 'Wer darf es annehmen?',
  states: {
    usual: 'Wie üblich: Sie, jemand in Ihrem Haushalt oder in der Nachbarschaft.',
    neighbour: (who: string) => `Sind Sie nicht da, geht es zu: ${who}.`,
    no_neighbour: 'Nicht in die Nachbarschaft.',
    only_recipient: 'Nur persönlich an Sie. Es wird auch nicht abgestellt.',
  },
  stricter: 'Jemand, der dieses Paket mit Ihnen empfängt, hat enger gewählt. Deshalb gilt:',
  handedOver: 'Diese Lieferung wird persönlich übergeben: an Sie oder jemanden in Ihrem Haushalt.',
  usualHandedOver: 'Sie oder jemand im Haushalt.',
  othersNeighbour:
    'Jemand, der dieses Paket mit Ihnen empfängt, hat jemanden in der Nachbarschaft genannt. Dort wird zuerst geklingelt.',
  change: 'Anders wählen',
  options: {
    usual: { label: 'Wie üblich', says: 'Sie, jemand im Haushalt oder in der Nachbarschaft.' },
    neighbour: { label: 'Bei bestimmten Nachbarn', says: 'Sind Sie nicht da, wird zuerst dort geklingelt.' },
    no_neighbour: { label: 'Kein Nachbar', says: 'Niemand aus der Nachbarschaft nimmt es an.' },
    only_recipient: { label: 'Nur an mich', says: 'Niemand sonst nimmt es an, und es wird nicht abgestellt.' },
  },
  name: 'Name an der Klingel',
  nameHint: 'Zum Beispiel: Weber. Den Namen sieht, wer ausliefert.',
  house: 'Hausnummer, wenn es eine andere ist',
  houseNumber: 'Hausnummer',
  standing: 'So steht es in Ihren Einstellungen, für alle Pakete.',
  submit: 'Auswahl speichern',
  saved: 'Gespeichert. Wer ausliefert, sieht es.',
  until: 'Das geht, bis der Lieferwagen bei Ihnen ankommt.',
  againstTitle: 'Anders als gewünscht',
  against: {
    no_neighbour: 'Es wurde in der Nachbarschaft abgegeben, obwohl das ausgeschlossen war.',
    only_recipient: 'Es wurde nicht persönlich übergeben, obwohl das gewünscht war.',
  },
  againstHelp: 'Stimmt damit etwas nicht, melden Sie es.',
  dayTitle: (isToday: boolean): string => (isToday ? 'Heute nicht?' : 'An diesem Tag nicht?'),
  dayLead: (day: string) => `Geplant ist ${day}. Bis die Tour startet, können Sie einen anderen Tag wählen.`,
  daySubmit: 'Auf diesen Tag verschieben',
  dayChange: 'Anderen Tag wählen',
  daySaved: (day: string) =>
    `Geplant ist jetzt ${day}. Ein Ablageort, der für dieses Paket genannt war, gilt dann nicht mehr.`,
  refusals: {
    not_found: 'Das geht bei dieser Lieferung nicht mehr. Laden Sie die Seite neu.',
    other_carrier: 'Dieses Paket bringt ein anderer Zusteller. Bitte wählen Sie dort.',
    confidential:
      'Diese Lieferung wird nur persönlich übergeben, nicht in der Nachbarschaft. Bitte wählen Sie etwas anderes.',
    hand_over_only:
      'Der Händler verlangt, dass dieses Paket persönlich übergeben wird. Bitte wählen Sie etwas anderes.',
    other_recipient:
      'Jemand, der dieses Paket mit Ihnen empfängt, hat die Nachbarschaft ausgeschlossen. Bitte wählen Sie etwas anderes.',
    too_late: 'Dafür ist es zu spät: Der Lieferwagen ist schon da, oder die Lieferung ist abgeschlossen.',
    too_often: 'Für dieses Paket wurde schon 20-mal gewählt. Es bleibt bei der letzten Wahl.',
    neighbour_missing: 'Schreiben Sie, bei wem geklingelt werden soll.',
    neighbour_too_long: 'Das ist zu lang. Name: höchstens 60 Zeichen, Hausnummer: höchstens 12.',
    route_started: 'Dafür ist es zu spät: Der Lieferwagen ist schon unterwegs, oder die Lieferung ist abgeschlossen.',
    no_day_yet: 'Für dieses Paket gibt es noch keinen Tag. Steht einer fest, lässt er sich hier ändern.',
    moved_too_often: 'Dieses Paket wurde schon dreimal verschoben. Es bleibt beim geplanten Tag.',
    no_other_day: 'Es wird kein anderer Tag angeboten. Es bleibt beim geplanten.',
    day_not_offered: 'An diesem Tag wird nicht geliefert. Wählen Sie einen der Tage, die hier stehen.',
  } satisfies Record<WishRefused | DayRefused, string>,
  leave: {
    title: 'Rechtzeitig zu Hause',
    ask: 'Wann muss ich los?',
    lead: 'Wie lange brauchen Sie nach Hause? Diese Seite sagt Ihnen, wann es Zeit ist. Das rechnet Ihr Gerät; wo Sie sind, erfährt niemand.',
    minutes: 'Minuten nach Hause',
    submit: 'Bescheid sagen',
    problem: 'Eine Zahl von 1 bis 240.',
    open: 'Lassen Sie diese Seite offen.',
    wait: 'Gehen Sie um {time} Uhr los. Kommt der Lieferwagen früher oder später, ändert sich die Zeit.',
    go: 'Es ist Zeit: Der Lieferwagen kann ab {time} Uhr bei Ihnen sein.',
    goNext: 'Es ist Zeit: Sie sind als Nächstes dran.',
    unknown: 'Noch gibt es keine Zeit. Sobald es eine gibt, wird gerechnet.',
    off: 'Nicht mehr Bescheid sagen',
  },
};

/** The shape that every language has to fill. */
export type WishesWords = typeof wishesDe;
