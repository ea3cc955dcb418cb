import type { DropOffRefused, StandingRefused } from '@doorstep/contract/page-services.ts';

/** Where parcels are left and who takes them in: of one parcel, and once for all, in German. */
export const placesDe = {
  parcel: {
    title: 'Nicht zu Hause?',
    lead: 'Nennen Sie einen Platz für das Paket. Das geht, bis der Lieferwagen bei Ihnen ankommt.',
    named: 'Ihr Ablageort',
    mailboxTitle: 'In Ihren Briefkasten',
    mailbox: 'Der Händler sagt, dass es hineinpasst.',
    lockerTitle: 'Ihr Schließfach',
    locker: 'So wurde es bestellt.',
    nowhereTitle: 'Wird nicht abgestellt',
    nowhere: 'Ist niemand da, wird es in der Nachbarschaft abgegeben, sofern das nicht ausgeschlossen ist.',
    standing: 'So ist es für alle Pakete an diese Adresse gewählt.',
    settings: 'Einstellungen dazu',
    noteOf: (note: string) => `Hinweis: ${note}`,
    change: 'Für dieses Paket ändern',
    label: 'Ablageort',
    hint: 'Zum Beispiel: Carport, unter dem Vordach, Gartenhaus.',
    note: 'Hinweis, wenn nötig',
    noteHint: 'Zum Beispiel: Das Tor klemmt. Wer ausliefert, liest den Hinweis.',
    submit: 'Ablageort nennen',
    nowhereSubmit: 'Dieses Paket nicht abstellen',
    saved: 'Gespeichert. Wer ausliefert, sieht es.',
    refusals: {
      not_found: 'Für diese Lieferung lässt sich kein Ablageort mehr nennen. Laden Sie die Seite neu.',
      too_late: 'Dafür ist es zu spät: Der Lieferwagen ist schon da, oder die Lieferung ist abgeschlossen.',
      confidential: 'Diese Lieferung wird nur persönlich übergeben. Deshalb gibt es keinen Ablageort.',
      not_possible:
        'Diese Lieferung wird persönlich übergeben oder kommt mit einem anderen Zusteller. Deshalb gibt es keinen Ablageort.',
      only_recipient: 'Gewählt ist „Nur an mich“. Solange das gilt, wird nichts abgestellt.',
      too_often: 'Der Ablageort wurde schon 20-mal genannt. Es bleibt beim zuletzt genannten.',
      place_empty: 'Schreiben Sie, wo das Paket liegen soll.',
      place_too_long: 'Das ist zu lang. Fassen Sie den Ablageort in höchstens 80 Zeichen.',
      note_too_long: 'Das ist zu lang. Fassen Sie den Hinweis in höchstens 200 Zeichen.',
    } satisfies Record<DropOffRefused, string>,
  },
  standing: {
    title: 'Wenn Sie nicht da sind',
    lead: 'Was Sie hier wählen, gilt ab sofort für jedes Paket, auch für eines, das schon im Lieferwagen ist, solange er noch nicht bei Ihnen ist. Was Sie zu einem einzelnen Paket sagen, geht vor.',
    household:
      'Empfängt jemand ein Paket mit Ihnen, gilt der zuletzt genannte Ablageort. Bei der Annahme gilt der strengere Wunsch.',
    confidential:
      'Vertrauliche Lieferungen werden nur persönlich übergeben. Eine vertrauliche Adresse steht hier nicht; für sie gilt der Hinweis, den Sie für alle Adressen schreiben, und „Nur an mich“.',
    saved: 'Gespeichert. Das gilt ab sofort.',
    state: 'Wohin Pakete dürfen und wer sie annimmt: einmal gewählt, für alle.',
    link: 'Ablageort und Annahme',
    all: 'Für alle Adressen',
    each: 'Je Adresse',
    eachLead: 'Für eine Adresse können Sie anders wählen. Dort gilt dann nur diese Wahl.',
    asAll: 'Wie für alle Adressen.',
    change: 'Ändern',
    none: 'Nichts Besonderes gewählt.',
    placeIs: (place: string) => `Ablageort: ${place}`,
    mailboxIs: 'In den Briefkasten, wenn es hineinpasst',
    wishIs: {
      usual: null,
      neighbour: (who: string) => `Annahme bei: ${who}`,
      no_neighbour: 'Nicht in die Nachbarschaft',
      only_recipient: 'Nur an Sie, nicht abgestellt',
    },
    noteIs: (note: string) => `Hinweis: ${note}`,
    mailbox: {
      label: 'In den Briefkasten, wenn es hineinpasst',
      says: 'Ob es passt, sagt der Händler. Sonst gilt der Ablageort.',
    },
    place: 'Fester Ablageort',
    placeHint: 'Zum Beispiel: Carport hinten links. Leer lassen: kein fester Ablageort.',
    note: 'Hinweis für alle, die ausliefern',
    noteHint:
      'Zum Beispiel: Klingel defekt, bitte klopfen. Wer zu Ihnen fährt, liest den Hinweis, nach einer Meldung auch der Kundenservice.',
    wishTitle: 'Wer darf Pakete annehmen?',
    options: {
      usual: { label: 'Wie üblich', says: 'Sie, jemand im Haushalt oder in der Nachbarschaft.' },
      neighbour: { label: 'Bei bestimmten Nachbarn', says: 'Sind Sie nicht da, wird zuerst dort geklingelt.' },
      no_neighbour: { label: 'Kein Nachbar', says: 'Niemand aus der Nachbarschaft nimmt Pakete an.' },
      only_recipient: {
        label: 'Nur an mich',
        says: 'Niemand sonst nimmt Pakete an, und keines wird abgestellt, auch nicht am Ablageort.',
      },
    },
    submitAll: 'Für alle Adressen speichern',
    submitOne: 'Für diese Adresse speichern',
    takeBack: 'Wieder wie für alle Adressen',
    back: 'Einstellungen',
    refusals: {
      not_found: 'Diese Adresse steht nicht mehr in Ihrer Liste. Laden Sie die Seite neu.',
      too_often:
        'In den letzten 24 Stunden wurde schon 50-mal gewählt. Es bleibt bei der letzten Wahl; morgen geht es wieder.',
      place_too_long: 'Das ist zu lang. Fassen Sie den Ablageort in höchstens 80 Zeichen.',
      note_too_long: 'Das ist zu lang. Fassen Sie den Hinweis in höchstens 200 Zeichen.',
      neighbour_missing: 'Schreiben Sie, bei wem geklingelt werden soll.',
      neighbour_too_long: 'Das ist zu lang. Name: höchstens 60 Zeichen, Hausnummer: höchstens 12.',
    } satisfies Record<StandingRefused, string>,
  },
};

/** The shape that every language has to fill. */
export type PlacesWords = typeof placesDe;
