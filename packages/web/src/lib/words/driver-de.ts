import type { PairingProblem } from '../driver/day.svelte.ts';
import type { AttemptReason, DeliverHow } from '../driver/ending.ts';
import { driverMoreDe } from './driver-more-de.ts';

const parcels = (count: number) => (count === 1 ? '1 Paket' : `${count} Pakete`);
const actions = (count: number) => (count === 1 ? '1 Aktion' : `${count} Aktionen`);
const pictures = (count: number) => (count === 1 ? '1 Bild' : `${count} Bilder`);

/** Every word of the driver's page in German; the English ones (driver-en.ts) must have the same shape. */
export const driverDe = {
  more: driverMoreDe,
  title: 'Tour',
  opening: 'Die Tour wird geladen.',
  noScript: 'Diese Seite braucht JavaScript: Was Sie tippen, wird auf dem Telefon gesichert, bevor es gesendet wird.',
  back: 'Zurück',
  parcels,
  stops: (count: number) => (count === 1 ? '1 Stopp' : `${count} Stopps`),

  unpaired: {
    title: 'Dieses Telefon ist noch nicht gekoppelt',
    lead: 'Öffnen Sie den Link oder den QR-Code, den Sie von Ihrer Disposition bekommen haben.',
  },
  revoked: {
    title: 'Dieses Telefon ist abgemeldet',
    lead: 'Lassen Sie sich einen neuen Link geben, und öffnen Sie ihn auf diesem Telefon.',
    kept: 'Was noch nicht gesendet ist, bleibt hier und geht danach hinaus.',
  },
  noStorage: {
    title: 'Dieser Browser legt nichts ab',
    lead: 'Ohne Ablage könnte eine Zustellung verloren gehen. Öffnen Sie die Seite in einem normalen Fenster, nicht im privaten Modus.',
  },
  pairingProblems: {
    refused: 'Dieser Link gilt nicht mehr. Er wirkt nur einmal. Lassen Sie sich einen neuen geben.',
    offline: 'Keine Verbindung zum Server. Laden Sie diese Seite neu, sobald Sie Netz haben.',
    not_kept: 'Der Browser konnte den Schlüssel nicht ablegen. Öffnen Sie den Link nicht im privaten Modus.',
    still_waiting:
      'Auf diesem Telefon wartet noch etwas von vorher. Sobald es gesendet ist, laden Sie diese Seite neu.',
    other_phone: 'Für Sie fährt schon ein anderes Telefon.',
  } satisfies Record<PairingProblem, string>,
  noAnswer: {
    title: 'Noch keine Verbindung',
    lead: 'Die Tour erscheint hier, sobald der Server antwortet. Sie brauchen nichts zu tun.',
  },
  noRoute: {
    title: 'Heute keine Tour',
    lead: 'Sobald Ihnen eine zugeteilt ist, steht sie hier von selbst.',
  },

  outbox: {
    allSent: 'Alles gesendet',
    keeping: 'Wird gesichert',
    reading: 'Wird nachgesehen',
    waiting: (commands: number, photos: number) => {
      const parts = [commands > 0 ? actions(commands) : '', photos > 0 ? pictures(photos) : ''].filter(Boolean);
      return `${parts.join(', ')} ${commands + photos === 1 ? 'wartet' : 'warten'}`;
    },
    offline: 'Kein Netz. Hier gesichert.',
    offlineNothing: 'Kein Netz. Es geht weiter.',
    sending: 'Wird gesendet.',
    heldUp: 'Noch nicht gesendet.',
    notKept: {
      not_kept:
        'Das konnte nicht gesichert werden, wahrscheinlich ist der Speicher des Telefons voll. Machen Sie Platz, und tippen Sie noch einmal.',
      without_photo:
        'Gesichert, aber ohne Foto: Der Speicher des Telefons ist voll. Löschen Sie etwas, dann gehen wieder Bilder.',
      full_photo_dropped:
        'Gesichert. Dafür bleibt ein früheres Foto nur klein: Der Speicher des Telefons ist voll. Löschen Sie etwas.',
    },
    tight: 'Der Speicher des Telefons ist bald voll. Löschen Sie etwas, solange noch alles hineinpasst.',
    open: 'Ansehen',
    storageFails:
      'Das Telefon gibt gerade nicht heraus, was noch zu senden ist. Es wird von selbst weiter versucht. Bleibt es dabei, laden Sie diese Seite neu.',
    others:
      'Auf diesem Telefon liegt noch Ungesendetes von einer anderen Person. Es geht hinaus, sobald sie es wieder koppelt.',
  },
  refused: {
    title: 'Nicht angenommen',
    noReason: 'Der Server hat keinen Grund genannt.',
    photo: 'Ein Bild',
    dismiss: 'Verstanden',
    commands: {
      start_route: 'Tour starten',
      arrive: 'Angekommen',
      deliver: 'Zugestellt',
      attempt: 'Nicht zugestellt',
      undo: 'Zurücknehmen',
      next_stop: 'Hier als Nächstes',
      take_break: 'Pause',
      go_dark: 'Unsichtbar',
      resume: 'Weiterfahren',
      finish_route: 'Tour beenden',
    },
  },

  planned: {
    title: 'Ihre Tour heute',
    from: (depot: string, time: string) => `ab ${depot}, geplant um ${time} Uhr`,
    start: 'Tour starten',
  },
  postponed: {
    title: 'Bleibt im Depot',
    lead: 'Hier wurde „nicht heute“ gewählt.',
    comes: (day: string) => `kommt am ${day}`,
  },
  finished: {
    title: 'Die Tour ist beendet',
    lead: 'Gute Heimfahrt.',
  },
  allDone: {
    title: 'Alle Stopps erledigt',
    finish: 'Tour beenden',
  },
  pause: {
    break: 'Pause',
    lead: 'Es wird keine Position gespeichert und niemandem gezeigt.',
    darkTitle: 'Unsichtbar',
    resume: 'Weiterfahren',
  },

  position: {
    demo: 'Die Position kommt vom Fahrzeug.',
  },
  watching: {
    none: 'Gerade sieht niemand zu',
    few: 'Einige sehen gerade zu',
    many: 'Viele sehen gerade zu',
  },
  otherPhone: 'Ein zweites Telefon ist auf dieser Tour unterwegs.',

  gone: 'Dieser Stopp hat sich inzwischen geändert. Es wurde nichts erfasst.',
  stop: {
    count: 'Stopp',
    of: (total: number) => `von ${total}`,
    bell: 'Klingel',
    safePlace: (place: string) => `Ablegen erlaubt: ${place}`,
    mayBeLeft: 'Ablegen erlaubt',
    mailbox: 'In den Briefkasten',
    locker: (name: string) => `Ins Schließfach: ${name}`,
    standingNote: (note: string) => `Hinweis: ${note}`,
    others: (count: number) =>
      count === 1 ? 'Danach hier noch 1 anderer Name' : `Danach hier noch ${count} andere Namen`,
    numberEnds: (number: string) => `… ${number}`,
    leftWithPhoto: 'Abgestellt, mit Foto',
    left: 'Abgestellt',
    handed: 'Übergeben',
    otherEnds: 'Etwas anderes',
    navigate: 'Navigation',
    arrivedHint: 'Sie sind da.',
    arrive: 'Angekommen',
    arrived: 'Angekommen',
    vanComes: 'Der Lieferwagen ist gleich da',
    more: 'Mehr',
    notDelivered: 'Nicht zugestellt',
    pause: 'Pause',
    list: 'Stopps',
  },
  ends: {
    title: (count: number) => (count === 1 ? 'Wohin mit dem Paket?' : `Wohin mit den ${count} Paketen?`),
    recipient: (name: string) => `An ${name}`,
    household: 'An jemanden im Haushalt',
    neighbour: 'In der Nachbarschaft',
    otherNeighbour: 'Bei anderen Nachbarn',
    already: 'Schon anders geschehen',
    wishedOtherwise: 'Gewünscht ist es anders.',
    alreadyLead: 'Wählen Sie, was schon geschehen ist.',
    reception: 'Am Empfang',
    mailbox: 'In den Briefkasten',
    locker: 'Ins Schließfach',
    leftAt: (place: string) => `Abgestellt: ${place}`,
    undoHint: 'Jede Wahl lässt sich 60 Sekunden lang zurücknehmen.',
  },
  neighbour: {
    title: 'Wer hat es angenommen?',
    label: 'Name an der Klingel',
    hint: 'Nur wer das Paket bekommt, sieht den Namen.',
    missing: 'Geben Sie den Namen ein.',
    done: 'Fertig',
    toPhoto: 'Weiter zum Foto',
  },
  reasons: {
    title: 'Warum nicht zugestellt?',
    each: {
      nobody_home: 'Niemand da',
      no_access: 'Kein Zugang',
      refused: 'Annahme verweigert',
      address_wrong: 'Adresse stimmt nicht',
      no_permission: 'Ablegen nicht erlaubt',
      damaged: 'Paket beschädigt',
      out_of_time: 'Keine Zeit mehr',
    } satisfies Record<AttemptReason, string>,
  },
  camera: {
    title: 'Foto',
    must: 'Hier gehört ein Foto dazu.',
    shutter: 'Auslösen',
    opening: 'Die Kamera wird geöffnet.',
    none: 'Diese Seite kommt nicht an die Kamera. Erlauben Sie sie in den Einstellungen des Browsers. Die Zustellung geht auch ohne Foto.',
    tryAgain: 'Noch einmal versuchen',
    choose: 'Bild wählen',
    demoFile: 'In der Demo geht auch ein Bild von diesem Gerät.',
    flaws: {
      too_dark: 'Das Bild ist sehr dunkel. Ist das Paket zu erkennen?',
      blurred: 'Das Bild ist verwackelt. Ist das Paket zu erkennen?',
      empty: 'Auf dem Bild ist nichts zu erkennen. Ist die Linse frei?',
    },
    useAnyway: 'So nehmen',
    without: 'Ohne Foto',
    unreadable:
      'Das ist kein lesbares Bild. Angenommen werden JPEG, PNG und WebP. An der Zustellung ändert das nichts.',
    working: 'Das Bild wird vorbereitet.',
    preview: 'Das aufgenommene Bild',
    done: 'Fertig',
    again: 'Neu aufnehmen',
  },
  done: {
    how: {
      recipient: 'übergeben',
      household: 'im Haushalt übergeben',
      neighbour: 'in der Nachbarschaft',
      reception: 'am Empfang',
      safe_place: 'abgestellt',
      mailbox: 'im Briefkasten',
      locker: 'im Schließfach',
    } satisfies Record<DeliverHow, string>,
    attempted: (reason: string) => `nicht zugestellt: ${reason}`,
    withPhoto: 'mit Foto',
    undo: (seconds: number) => `Zurücknehmen ${seconds} s`,
  },
  list: {
    title: 'Alle Stopps',
    remaining: (count: number) => (count === 1 ? 'Noch 1 Stopp' : `Noch ${count} Stopps`),
    here: 'Hier als Nächstes',
    hereAt: (address: string) => `Hier als Nächstes: ${address}`,
    isNext: 'Als Nächstes',
    finish: 'Tour beenden',
  },
  finish: {
    title: 'Tour jetzt beenden?',
    lead: (open: number) =>
      open === 1
        ? '1 Stopp ist offen. Er gilt dann als nicht zugestellt: keine Zeit mehr.'
        : `${open} Stopps sind offen. Sie gelten dann als nicht zugestellt: keine Zeit mehr.`,
    confirm: 'Tour beenden',
  },
};

/** The shape that every language has to fill. */
export type DriverWords = typeof driverDe;
