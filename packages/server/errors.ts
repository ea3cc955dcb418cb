import type { Problem } from '@doorstep/contract';
import type { Bilingual, Language } from '@doorstep/domain';
import { passErrors } from './pass-errors.ts';
import { photoErrors } from './photo-errors.ts';
import { wishErrors } from './wish-errors.ts';

interface CatalogueEntry {
  readonly status: number;
  readonly sentence: Bilingual;
}

/** Every error that leaves the server, once: a code for programs, a sentence for people, the status of RFC 9110. */
export const errorCatalogue = {
  malformed_json: {
    status: 400,
    sentence: { de: 'Der Text ist kein gültiges JSON.', en: 'The body is not valid JSON.' },
  },
  invalid_input: {
    status: 400,
    sentence: { de: 'Eine Angabe fehlt oder ist falsch.', en: 'A value is missing or wrong.' },
  },
  too_many_items: {
    status: 413,
    sentence: { de: 'Zu viele Einträge in einer Anfrage.', en: 'Too many items in one request.' },
  },
  too_large: { status: 413, sentence: { de: 'Die Anfrage ist zu groß.', en: 'The request is too large.' } },
  unsupported_media_type: {
    status: 415,
    sentence: { de: 'Dieses Format wird hier nicht angenommen.', en: 'This format is not accepted here.' },
  },
  encrypted_payload: {
    status: 415,
    sentence: {
      de: 'Diese Nachricht ist in OwnTracks verschlüsselt und lässt sich hier nicht lesen. Bitte entfernen Sie in der App den Schlüssel für die Verschlüsselung; die Verbindung selbst ist durch HTTPS geschützt.',
      en: 'This message was encrypted by OwnTracks and cannot be read here. Please remove the encryption key in the app; the connection itself is protected by HTTPS.',
    },
  },
  device_unknown: {
    status: 401,
    sentence: {
      de: 'Dieses Gerät ist nicht gekoppelt. Bitte koppeln Sie es neu.',
      en: 'This device is not paired. Please pair it again.',
    },
  },
  device_revoked: {
    status: 401,
    sentence: {
      de: 'Die Kopplung dieses Geräts wurde aufgehoben. Bitte koppeln Sie es neu.',
      en: 'This device’s pairing was revoked. Please pair it again.',
    },
  },
  device_retired: {
    status: 403,
    sentence: {
      de: 'Ein anderes Telefon hat die Tour übernommen. Was vorher erfasst wurde, wird noch angenommen.',
      en: 'Another phone has taken the route over. What was recorded before is still taken.',
    },
  },
  other_phone_active: {
    status: 409,
    sentence: {
      de: 'Für diese Person fährt schon ein anderes Telefon. Übernimmt dieses, so meldet sich das andere ab.',
      en: 'Another phone already drives for this person. If this one takes over, the other is signed out.',
    },
  },
  signed_out: {
    status: 401,
    sentence: { de: 'Bitte melden Sie sich an.', en: 'Please sign in.' },
  },
  not_found: {
    status: 404,
    sentence: { de: 'Das gibt es hier nicht.', en: 'There is nothing here.' },
  },
  link_invalid: {
    status: 404,
    sentence: {
      de: 'Dieser Link ist abgelaufen oder schon benutzt.',
      en: 'This link has expired or was already used.',
    },
  },
  plan_is_newer: {
    status: 409,
    sentence: {
      de: 'Der Plan dieser Tour hat sich inzwischen geändert. Bitte sehen Sie ihn neu an.',
      en: 'This route’s plan has changed meanwhile. Please look at it again.',
    },
  },
  route_is_over: {
    status: 409,
    sentence: { de: 'Diese Tour ist beendet.', en: 'This route is over.' },
  },
  stop_unknown: {
    status: 409,
    sentence: {
      de: 'Ein genannter Stopp gehört nicht zu dieser Tour.',
      en: 'A stop that was named does not belong to this route.',
    },
  },
  drop_off_too_late: {
    status: 409,
    sentence: {
      de: 'Dafür ist es zu spät: Der Lieferwagen ist schon da, oder die Lieferung ist abgeschlossen.',
      en: 'It is too late for this: the van is already here, or the delivery is over.',
    },
  },
  drop_off_confidential: {
    status: 409,
    sentence: {
      de: 'Für diese Lieferung lässt sich kein Ablageort nennen.',
      en: 'No safe place can be named for this delivery.',
    },
  },
  drop_off_not_possible: {
    status: 409,
    sentence: {
      de: 'Dieses Paket bringt ein anderer Zusteller, oder es wird nur persönlich übergeben.',
      en: 'Another carrier brings this parcel, or it is handed over in person only.',
    },
  },
  drop_off_too_often: {
    status: 409,
    sentence: {
      de: 'Der Ablageort wurde schon 20-mal genannt. Es bleibt bei dem zuletzt genannten.',
      en: 'The safe place has been named 20 times already. The last one named stands.',
    },
  },
  ...passErrors,
  ...wishErrors,
  report_other_carrier: {
    status: 409,
    sentence: {
      de: 'Dieses Paket hat ein anderer Zusteller gebracht. Bitte wenden Sie sich dorthin.',
      en: 'Another carrier brought this parcel. Please contact that carrier.',
    },
  },
  report_not_delivered: {
    status: 409,
    sentence: {
      de: 'Dieses Paket ist nicht als zugestellt gemeldet. Das geht erst, wenn es zugestellt ist.',
      en: 'This parcel is not said to be delivered. This is possible only once it is.',
    },
  },
  report_too_often: {
    status: 409,
    sentence: {
      de: 'Zu diesem Paket gibt es schon 20 Meldungen. Bitte wenden Sie sich an den Kundenservice.',
      en: 'There are 20 reports about this parcel already. Please contact customer service.',
    },
  },
  case_closed: {
    status: 409,
    sentence: { de: 'Diese Meldung ist schon geschlossen.', en: 'This case is closed already.' },
  },
  ...photoErrors,
  method_not_allowed: {
    status: 405,
    sentence: { de: 'So lässt sich das nicht aufrufen.', en: 'This cannot be called that way.' },
  },
  range_not_satisfiable: {
    status: 416,
    sentence: { de: 'Diesen Teil der Datei gibt es nicht.', en: 'The file has no such part.' },
  },
  wrong_password: {
    status: 403,
    sentence: {
      de: 'Dieses Passwort stimmt nicht. Richtig wäre das, mit dem Sie sich anmelden.',
      en: 'This password is wrong. The one you sign in with would be right.',
    },
  },
  staff_account: {
    status: 409,
    sentence: {
      de: 'Dies ist ein Dienstkonto. Es löscht, wer diese Instanz betreibt.',
      en: 'This is an employee’s account. Whoever operates this instance erases it.',
    },
  },
  too_many_requests: {
    status: 429,
    sentence: { de: 'Zu viele Anfragen. Bitte warten Sie etwas.', en: 'Too many requests. Please wait a little.' },
  },
  too_many_streams: {
    status: 429,
    sentence: {
      de: 'Sie verfolgen schon sehr viele Lieferungen gleichzeitig. Schließen Sie eine der Seiten, dann geht es hier weiter.',
      en: 'You are following very many deliveries at once already. Close one of the pages and this one goes on.',
    },
  },
  streams_full: {
    status: 503,
    sentence: {
      de: 'Gerade verfolgen sehr viele Menschen ihre Lieferung. Die Seite versucht es gleich noch einmal.',
      en: 'Very many people are following their delivery right now. The page will try again shortly.',
    },
  },
  internal: {
    status: 500,
    sentence: { de: 'Das hat nicht geklappt. Wir sehen nach.', en: 'That did not work. We are looking into it.' },
  },
  unavailable: {
    status: 503,
    sentence: {
      de: 'Gerade nicht möglich. Bitte versuchen Sie es gleich noch einmal.',
      en: 'Not possible right now. Please try again shortly.',
    },
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** An expected refusal on its way to the client; anything else that is thrown becomes `internal`. */
export class DoorstepError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly { path: string; message: string }[];
  constructor(code: ErrorCode, fields: readonly { path: string; message: string }[] = [], options: ErrorOptions = {}) {
    super(code, options);
    this.code = code;
    this.fields = fields;
  }
}

/** RFC 9457 body of a catalogue entry in the reader's language. */
export function problemOf(
  code: ErrorCode,
  language: Language,
  fields: readonly { path: string; message: string }[] = [],
): Problem {
  const { status, sentence } = errorCatalogue[code];
  return {
    type: `urn:doorstep:problem:${code}`,
    title: sentence[language],
    status,
    code,
    ...(fields.length > 0 ? { fields: [...fields] } : {}),
  };
}

/** The reader's language after `Accept-Language` (RFC 9110): whichever of ours is named first, else German. */
export function languageOf(acceptLanguage: string | undefined): Language {
  for (const part of (acceptLanguage ?? '').toLowerCase().split(',')) {
    const tag = part.trim().slice(0, 2);
    if (tag === 'de' || tag === 'en') return tag;
  }
  return 'de';
}
