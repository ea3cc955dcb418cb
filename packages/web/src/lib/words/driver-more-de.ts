const ago = (seconds: number) => (seconds < 90 ? `vor ${seconds} s` : `vor ${Math.round(seconds / 60)} min`);

/** Words of the driver's screens beside the stop itself: position, privacy, what waits, another app. */
export const driverMoreDe = {
  title: 'Mehr',
  ago,

  takeOver: {
    title: 'Dieses Telefon übernehmen?',
    lead: 'Für Sie fährt schon ein anderes Telefon. Übernimmt dieses, meldet sich das andere ab. Was dort noch wartet, geht trotzdem hinaus.',
    confirm: 'Übernehmen',
  },
  retired: {
    title: 'Ein anderes Telefon hat übernommen',
    lead: 'Hier ist nichts mehr zu tun. Was vorher erfasst wurde, wird noch gesendet.',
  },

  rightDoor: {
    title: 'Ist das die richtige Tür?',
    lead: (metres: string, address: string) => `Das Telefon ist etwa ${metres} von ${address} entfernt.`,
    yes: 'Ja, richtige Tür',
    no: 'Nein, zurück',
  },

  wrongDoor: { title: 'Nicht meine Tür:', back: 'Ich bin wieder dort' },

  position: {
    app: (seconds: number) => `Position von diesem Telefon, ${ago(seconds)}`,
    traccar: (seconds: number) => `Position von Traccar Client, ${ago(seconds)}`,
    owntracks: (seconds: number) => `Position von OwnTracks, ${ago(seconds)}`,
    tracker: (seconds: number) => `Position von einer anderen App, ${ago(seconds)}`,
    kept: 'Position wird gemessen und gesendet, sobald Netz da ist.',
    asking: 'Die Position wird gesucht.',
    unknown: 'Das Telefon kennt seinen Ort gerade nicht. Das gibt sich im Freien von selbst.',
    elsewhere: 'Die Position kommt aus einem anderen Fenster dieser App. Schließen Sie es, dann misst dieses hier.',
    refused: {
      title: 'Das Telefon gibt seine Position nicht her',
      lead: 'Wer wartet, sieht den Lieferwagen dann nicht. Zustellen können Sie trotzdem.',
      android:
        'Android: Tippen Sie auf das Symbol vor der Adresse, dann auf „Berechtigungen“, und erlauben Sie den Standort.',
      ios: 'iPhone: Öffnen Sie Einstellungen, Apps, Safari, Standort, und wählen Sie „Erlauben“.',
      other: 'Erlauben Sie dieser Seite in den Einstellungen des Browsers den Standort.',
      again: 'Noch einmal versuchen',
    },
    notHere: 'Browser geben die Position nur an Seiten mit https heraus.',
  },

  outbox: {
    title: 'Was noch wartet',
    empty: 'Alles ist gesendet.',
    lead: 'Alles liegt sicher auf diesem Telefon und geht von selbst hinaus, sobald Netz da ist.',
    pictures: (count: number) => (count === 1 ? '1 Bild' : `${count} Bilder`),
    fixes: (count: number) => (count === 1 ? '1 Position' : `${count} Positionen`),
    sendNow: 'Jetzt senden',
  },

  dark: {
    tap: 'Unsichtbar werden',
    hint: 'Sie liefern weiter aus. Ihre Position wird nicht gespeichert und niemandem gezeigt, bis Sie wieder sichtbar werden.',
    visible: 'Wieder sichtbar',
    note: 'Sie sind unsichtbar.',
  },

  looks: {
    title: 'Wer hat nachgesehen, wo ich war?',
    empty: 'In den letzten 30 Tagen niemand.',
    unreachable: 'Das steht hier, sobald Netz da ist.',
    reasons: {
      missing: 'Paket nicht gefunden',
      damaged: 'Paket beschädigt',
      wrong_place: 'Am falschen Ort',
      not_my_door: 'Falsche Tür',
      other: 'Anderer Grund',
      dispatch: 'um die Tour zu lenken',
      recipient_asks: 'jemand fragt nach der Lieferung',
      incident: 'Unfall oder Panne',
    } as Readonly<Record<string, string>>,
  },

  notice: {
    link: 'Was über mich gespeichert wird',
    title: 'Was über Sie gespeichert wird',
    lead: 'Bevor Sie zum ersten Mal losfahren. Später finden Sie das unter „Mehr“.',
    rows: (hours: number): readonly (readonly [string, string])[] => [
      [
        'Ihre Position',
        `Nur während einer gestarteten Tour. Nach ${hours} Stunden gelöscht, spätestens nach ${hours + 6}.`,
      ],
      ['Pause und unsichtbar', 'Keine Position. Dass und wann Sie Pause hatten, wird am Ende der Schicht gelöscht.'],
      [
        'Zustellungen',
        'Zeit, Ort und Art jeder Zustellung bleiben bei der Sendung. Ihr Name wird nach 30 Tagen davon getrennt.',
      ],
      [
        'Fotos',
        'Nur, wo etwas abgestellt wird und es erlaubt ist. Sie sehen sie nach dem Senden nicht mehr, die Disposition nie.',
      ],
      [
        'Wer zusieht',
        'Wer auf ein Paket wartet, sieht den Lieferwagen, solange er nah ist; nie Ihren Namen, Ihr Tempo oder frühere Wege.',
      ],
      ['Auswertungen', 'Nur über mindestens fünf Personen gemeinsam, nie über Sie allein.'],
      [
        'Auf diesem Telefon',
        'Die Tour von heute und was noch zu senden ist. Bilder werden gelöscht, sobald sie angekommen sind.',
      ],
    ],
    why: 'Zweck: Zustellen, Ankunft ansagen, Zustellung belegen. Auskunft, Berichtigung und Beschwerde: Wie das geht, steht unter Datenschutz am Ende der Seite.',
    cost: 'Die App misst fahrend 450- bis 900-mal in der Stunde, stehend 180-mal, und sonst nie.',
    understood: 'Gelesen, weiter',
  },

  traccar: {
    link: 'Position aus einer anderen App',
  },

  map: {
    title: 'Karte der offenen Stopps',
    show: 'Karte zeigen',
    none: 'Ohne Netz gibt es hier keine Karte. Die Liste darunter stimmt.',
    twoFingers: 'Karte mit zwei Fingern verschieben',
    holdCtrl: 'Mit Strg und Mausrad vergrößern',
    holdCommand: 'Mit ⌘ und Mausrad vergrößern',
  },

  update: { ready: 'Eine neue Fassung dieser App ist da.', take: 'Neu laden' },
};

export type DriverMoreWords = typeof driverMoreDe;
