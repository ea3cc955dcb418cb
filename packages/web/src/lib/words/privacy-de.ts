import type { HeldKind } from '@doorstep/domain/privacy/held-data.ts';

/** The words around what is held about a person, in German; the English ones (privacy.ts) must have the same shape. */
export const privacyDe = {
  title: 'Was Doorstep über Sie weiß',
  back: 'Einstellungen',
  lead: (parcels: number) => {
    const sent = parcels === 0 ? '' : parcels === 1 ? ', eine Sendung' : `, ${parcels} Sendungen`;
    return `Ihr Konto${sent} und was dazu gehört. Hier steht alles, wozu, und bis wann.`;
  },
  looksTitle: 'Wer Ihre Daten angesehen hat',
  looksLead:
    'Hier steht, wann der Kundenservice eines Ihrer Lieferfotos, einen Vorgang oder, in einer Suche, eine Ihrer Sendungen gesehen hat, und warum. Ihre Meldungen liest er in seiner Liste; das steht nicht eigens hier.',
  noLooks: 'Bisher niemand vom Kundenservice.',
  look: (when: string) => `Kundenservice, ${when}`,
  reasons: {
    missing: 'Foto angesehen, weil eine Sendung fehlte',
    damaged: 'Foto angesehen, weil etwas beschädigt war',
    wrong_place: 'Foto angesehen, weil eine Sendung am falschen Ort lag',
    other: 'Foto angesehen, aus einem anderen Grund',
  },
  toParcel: 'Zur Sendung',
  exportTitle: 'Alles mitnehmen',
  exportLead:
    'Eine ZIP-Datei mit einer Seite zum Lesen, den Daten und Ihren Fotos. Sie liegt 24 Stunden verschlüsselt bereit, nur für Sie.',
  exportStart: 'Kopie vorbereiten',
  exportAgain: 'Neue Kopie vorbereiten',
  exportMaking: (done: number, total: number) =>
    total === 0 ? 'Ihre Kopie wird vorbereitet.' : `Ihre Kopie wird vorbereitet: ${done} von ${total} Teilen.`,
  exportReload: 'Stand ansehen',
  exportReady: (size: string) => `Ihre Kopie ist fertig (${size}). Sie liegt bereit bis`,
  exportDownload: 'ZIP herunterladen',
  exportFailed: 'Die Kopie ist nicht fertig geworden. Versuchen Sie es noch einmal.',
  exportTooOften: 'Sie haben gerade mehrere Kopien angefordert. In einer Stunde geht es wieder.',
  heldTitle: 'Was wir haben',
  heldLead: 'Öffnen Sie eine Zeile: Sie sagt, wozu, bis wann, und was beim Löschen geschieht.',
  kinds: {
    account: 'Ihr Konto',
    sign_in: 'Anmeldungen',
    choices: 'Einstellungen',
    address: 'Name und Anschrift',
    safe_places: 'Ablageorte',
    course: 'Weg Ihrer Sendungen',
    photos: 'Lieferfotos',
    looks: 'Wer Ihre Daten angesehen hat',
    reports: 'Meldungen',
    links: 'Pässe und Links',
    messages: 'Nachrichten',
    export: 'Kopie Ihrer Daten',
    guesses: 'Falsche Passwörter',
    positions: 'Ihr Standort',
    logs: 'Protokolle',
    backups: 'Sicherungen',
  } satisfies Record<HeldKind, string>,
  what: 'Was',
  why: 'Wozu',
  until: 'Bis wann',
  onErasure: 'Beim Löschen',
  eraseTitle: 'Alles löschen',
  eraseLead: 'Das Konto und was zu ihm gehört, innerhalb einer Minute.',
  eraseLink: 'Konto löschen',
  erase: {
    title: 'Konto löschen?',
    lead: 'Danach sind Sie überall abgemeldet, und nichts davon kommt zurück. Auch mit derselben E-Mail-Adresse sehen Sie diese Bestellungen nicht wieder.',
    keptTitle: 'Was bleiben muss',
    keptWhy: 'Warum',
    submit: 'Endgültig löschen',
    stay: 'Behalten',
    staff: 'Dies ist ein Dienstkonto. Es löscht, wer diese Instanz betreibt.',
  },
  erased: {
    title: 'Ihr Konto ist gelöscht',
    lead: 'Sie sind abgemeldet. Was bleiben musste, steht hier, und bis wann.',
  },
};

export type PrivacyWords = typeof privacyDe;
