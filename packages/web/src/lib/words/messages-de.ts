/** What is said about messages: on which way, when, and how to hear no more, in German. */
export const messagesDe = {
  title: 'Nachrichten',
  lead: 'Was möchten Sie erfahren, und auf welchem Weg? Ihre Wahl gilt sofort, auch für Nachrichten, die noch warten. E-Mails zu Ihrem Konto, etwa zur Bestätigung Ihrer Adresse, kommen immer.',
  channels: {
    mail: { label: 'Per E-Mail', says: 'An die Adresse Ihres Kontos.', short: 'E-Mail' },
    push: {
      label: 'Per Push',
      says: 'In jeden Browser, in dem Sie Push einschalten. Nie mit dem Ort auf dem Sperrbildschirm.',
      short: 'Push',
    },
  },
  eachTitle: 'Einzeln wählen',
  eachLead: 'Gilt auf den Wegen, die oben eingeschaltet sind.',
  events: {
    out_for_delivery: 'Ein Paket ist unterwegs',
    map_available: 'Die Karte mit dem Lieferwagen öffnet sich',
    next_stop: 'Sie sind als Nächstes dran',
    arrival_changed: 'Es kommt später als zugesagt',
    delivered: 'Es ist zugestellt',
    photo_ready: 'Das Lieferfoto ist da',
    attempted: 'Es konnte nicht zugestellt werden',
    delivery_corrected: 'Eine Meldung war ein Versehen',
    drop_off_confirmed: 'Ihr Ablageort ist vorgemerkt',
    day_changed: 'Jemand, der es mit Ihnen empfängt, hat den Tag geändert',
    returned: 'Ihr Geschenk geht zurück',
    lost: 'Ihr Geschenk ist verloren oder beschädigt',
    photo_viewed_by_staff: 'Der Kundenservice hat Ihr Foto angesehen',
    photo_deleted: 'Ihr Foto wurde gelöscht',
  },
  quietTitle: 'Ruhezeit',
  quietLead:
    'In dieser Zeit warten Nachrichten, bis sie vorbei ist; es gilt die Uhrzeit an Ihrer Adresse. Was bis dahin überholt ist, entfällt. Nur dass ein Paket zugestellt ist, erfahren Sie sofort.',
  quietOn: 'Ruhezeit einhalten',
  quietFrom: 'Von',
  quietTo: 'Bis',
  submit: 'Auswahl speichern',
  photoInMail: {
    label: 'Foto in E-Mails',
    says: 'Die E-Mail „Zugestellt“ bringt das kleine Foto mit. Eine E-Mail lässt sich nicht zurückholen: Dort bleibt es, auch wenn Sie es hier löschen.',
    submit: 'Auswahl speichern',
  },
  browser: {
    title: 'Push in diesem Browser',
    askLead: 'Dieser Browser meldet sich dann, sobald es Neues gibt.',
    offerTitle: 'Bescheid bekommen, wenn es da ist',
    offerLead:
      'Dieser Browser meldet sich, sobald es Neues zu Ihrem Paket gibt, zum Beispiel wenn es zugestellt ist. Sie brauchen die Seite nicht offen zu lassen.',
    turnOn: 'Push einschalten',
    later: 'Nicht jetzt',
    isOn: 'Dieser Browser meldet sich bei Neuigkeiten.',
    turnOff: 'In diesem Browser ausschalten',
    denied:
      'Ihr Browser lässt Meldungen von dieser Seite nicht zu. Das ändern Sie in seinen Einstellungen für diese Seite.',
    homeScreen:
      'Auf iPhone und iPad geht das nur vom Home-Bildschirm: Tippen Sie unten auf „Teilen“, dann auf „Zum Home-Bildschirm“, und öffnen Sie die Seite von dort.',
    failed: 'Das hat nicht geklappt. Versuchen Sie es später noch einmal.',
    elsewhere: (browsers: number) =>
      browsers === 1 ? 'Eingeschaltet in 1 Browser.' : `Eingeschaltet in ${browsers} Browsern.`,
    needsScript: 'Einschalten lässt es sich nur mit JavaScript.',
  },
  unsubscribe: {
    title: 'Keine E-Mails mehr zu Lieferungen?',
    lead: 'Mit einem Tippen hören die E-Mails zu Lieferungen auf. Push und diese Seiten bleiben, wie sie sind.',
    guestLead:
      'Mit einem Tippen hören die E-Mails mit einem Link zu Ihrer Lieferung auf, auch für spätere Lieferungen an diese Adresse. Einen Code schicken wir weiter, wenn Sie ihn anfordern.',
    guestDoneLead: 'Wir schicken an diese Adresse keine Links zu Lieferungen mehr.',
    submit: 'E-Mails ausschalten',
    doneTitle: 'Die E-Mails sind ausgeschaltet',
    doneLead: 'Sie können sie in den Einstellungen jederzeit wieder einschalten.',
    toSettings: 'Zu den Einstellungen',
    invalidTitle: 'Dieser Link gilt nicht',
    invalidLead: 'Ist er ganz in die Adresszeile gekommen? Sonst schalten Sie E-Mails in den Einstellungen aus.',
  },
};

export type MessagesWords = typeof messagesDe;
