/** Words of the page that sets another app up as source of the position; the English ones must have the same shape. */
export const positionAppsDe = {
  title: 'Position aus einer anderen App',
  lead: 'Wer mit einer anderen App navigiert, hat diese Seite im Hintergrund, und dort misst kein Browser. Eine dieser drei Apps misst weiter. Eine genügt.',
  noKeyTitle: 'Hier fehlt noch der Schlüssel',
  noKey:
    'Öffnen Sie den Kopplungslink, und wählen Sie „Schlüssel für eine andere App“. Danach stehen hier Link und QR-Code, mit denen sich die App selbst einrichtet. Wer fährt, findet beides auch in der Fahrer-App unter „Mehr“.',
  keyHere: 'IHR-SCHLUESSEL',
  openIn: (app: string) => `In ${app} öffnen`,
  qr: (app: string) => `QR-Code mit den Einstellungen für ${app}`,
  byHand: 'Von Hand eintragen',
  copy: 'Adresse kopieren',
  copied: 'Kopiert',
  traccar: {
    forWhom:
      'Für Android und iPhone, ab Version 9. Empfohlen: misst auch im Stand und sendet nach, was ohne Netz liegen blieb. Erst installieren, dann tippen und bestätigen.',
    scan: 'Auf einem anderen Bildschirm: in der App unter Einstellungen diesen QR-Code einlesen.',
    rows: (address: string, key: string): readonly (readonly [string, string])[] => [
      ['Server-Adresse', address],
      ['Geräte-Kennung', key],
      ['Genauigkeit', 'höchste'],
      ['Distanz', '0'],
      ['Intervall', '15 Sekunden'],
      ['Stopp-Erkennung', 'aus'],
      ['Offline-Puffer', 'ein'],
    ],
  },
  owntracks: {
    forWhom: 'Für Android und iPhone. Erst installieren, dann tippen und bestätigen.',
    scan: 'Auf einem anderen Bildschirm: diesen QR-Code mit der Kamera des Telefons einlesen.',
    rows: (address: string, key: string): readonly (readonly [string, string])[] => [
      ['Modus', 'HTTP'],
      ['URL', address],
      ['Benutzername', 'doorstep'],
      ['Passwort', key],
      ['Überwachung', 'Bewegung („Move“), alle 15 Sekunden'],
      ['Verschlüsselung', 'leer lassen: verschlüsselte Nachrichten werden abgelehnt'],
    ],
  },
  osmand: {
    forWhom:
      'Nur Android. Gut, wenn OsmAnd ohnehin navigiert. Ein Link, der alles einträgt, ist dort nicht vorgesehen.',
    steps: [
      'In OsmAnd unter Menü, Plugins die „Streckenaufzeichnung“ einschalten.',
      'In deren Einstellungen „Online-Tracking“ einschalten und diese Web-Adresse einfügen.',
      'Intervall 15 Sekunden wählen.',
      'Vor der Abfahrt die Aufzeichnung starten.',
    ],
  },
  warning: 'Link, QR-Code und Adresse enthalten den Schlüssel. Zeigen Sie sie niemandem.',
  duty: 'Die App misst, bis Sie sie ausschalten. Was vor der Tour, in der Pause oder danach ankommt, wird nicht gespeichert.',
  cost: 'Alle 15 Sekunden heißt 240 Positionen in der Stunde, im Stand und in Fahrt.',
};

export type PositionAppsWords = typeof positionAppsDe;
