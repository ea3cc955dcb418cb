import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { DeliveryDays, VisibilitySettings } from '@doorstep/domain';
import { deliveryDaySettings, readDeliveryDays } from './read-delivery-days.ts';
import { type NetworkConfig, networkSettings, readNetwork } from './read-network.ts';
import { readVisibility } from './shows/read-visibility.ts';

/** One setting, declared once: `docs/settings.md` is generated from this list. */
export interface Setting {
  readonly name: string;
  readonly unit: string;
  readonly standard: string;
  readonly why: string;
}

export const settings = {
  PORT: { unit: 'TCP port', standard: '3000', why: 'Where the server listens.' },
  HOST: {
    unit: 'address',
    standard: '127.0.0.1',
    why: 'Which network it listens on; behind a proxy the loopback is right, `0.0.0.0` opens it to all.',
  },
  DOORSTEP_PUBLIC_URL: {
    unit: 'URL',
    standard: 'http://localhost:PORT',
    why: 'The address people type; links in mails, cookies and the same-site check rest on it.',
  },
  ...networkSettings,
  DOORSTEP_NAME: { unit: 'text', standard: 'Doorstep', why: 'The name in the header and in mails.' },
  DOORSTEP_DATA: {
    unit: 'folder',
    standard: './data',
    why: 'Where the embedded database, the photos, the secret of sessions and the key of photos live.',
  },
  DATABASE_URL: {
    unit: 'URL',
    standard: '(none: embedded PostgreSQL)',
    why: 'Any PostgreSQL from 15 on instead of the embedded one.',
  },
  DOORSTEP_SECRET: {
    unit: 'text, at least 32 characters',
    standard: '(made on first start, kept in DOORSTEP_DATA)',
    why: 'Signs sessions; set it where several servers share one database.',
  },
  DOORSTEP_MAP_FILE: {
    unit: 'file',
    standard: '(none: a plain ground)',
    why: 'The base map as a PMTiles archive (Protomaps schema), served from here so that no third party learns an address.',
  },
  DOORSTEP_LEGAL_FOLDER: {
    unit: 'folder',
    standard: '(none: the pages say that the operator has not entered the text)',
    why: 'Holds imprint.txt, privacy.txt and accessibility.txt for the pages in every footer, imprint.en.txt and so on for English readers; plain text, paragraphs parted by an empty line, a heading begins with "# ".',
  },
  DOORSTEP_SMTP_URL: {
    unit: 'URL',
    standard: '(none: mails are kept for the administrator)',
    why: 'Where mail goes out, smtp:// or smtps:// with user and password.',
  },
  DOORSTEP_MAIL_FROM: { unit: 'mail address', standard: 'doorstep@localhost', why: 'The sender of our mails.' },
  DOORSTEP_PUSH_KEY: {
    unit: '32 bytes as base64',
    standard: '(made on first start, kept in DOORSTEP_DATA)',
    why: 'Signs pushes to browsers (VAPID, a private key of P-256). With another key every browser has to be set up anew.',
  },
  DOORSTEP_PUSH_ANYWHERE: {
    unit: '`true` or `false`',
    standard: 'false',
    why: 'For trials only: lets pushes go to addresses without https and inside the own network, which a subscription may name.',
  },
  DOORSTEP_MESSAGES_PER_HOUR: {
    unit: 'messages',
    standard: '30',
    why: 'How many messages about deliveries one account gets on one channel within an hour; what is more waits.',
  },
  DOORSTEP_FIX_RETENTION_HOURS: {
    unit: 'hours',
    standard: '48',
    why: 'How long raw positions are kept; partitions of six hours are dropped after it.',
  },
  DOORSTEP_PHOTO_RETENTION_DAYS: {
    unit: 'days',
    standard: '30',
    why: 'How long after the delivery its photo is kept; then its key is destroyed and only a receipt stays. Counts for photos announced from now on.',
  },
  DOORSTEP_PHOTO_KEY: {
    unit: '32 bytes as base64',
    standard: '(made on first start, kept in DOORSTEP_DATA)',
    why: 'Wraps the key of every photo. Keep it apart from copies of database and photos; without it no photo can be read again.',
  },
  DOORSTEP_PHOTO_KEY_FORMER: {
    unit: '32 bytes as base64; several parted by commas',
    standard: '(none)',
    why: 'The keys before DOORSTEP_PHOTO_KEY. At start the photos’ own keys are wrapped anew by the present one; after that these may go.',
  },
  DOORSTEP_NEAR_STOPS: {
    unit: 'stops',
    standard: '10',
    why: 'The map opens when at most this many stops come first, and DOORSTEP_NEAR_METRES holds too.',
  },
  DOORSTEP_NEAR_METRES: {
    unit: 'metres',
    standard: '5000',
    why: 'The map opens when the van is at most this far away, and DOORSTEP_NEAR_STOPS holds too.',
  },
  DOORSTEP_SHOW_POSITION: {
    unit: '`near`, `always`, `never` or thresholds',
    standard: 'near',
    why: 'From when on the van is shown: `near` as DOORSTEP_NEAR_STOPS and DOORSTEP_NEAR_METRES say. Regions, merchants and parcels can only show less than the instance does (docs/import.md).',
  },
  DOORSTEP_SHOW_COUNT: {
    unit: '`always`, `never` or thresholds',
    standard: 'always',
    why: 'From when on the number of stops is shown. Thresholds are written `10 stops, 5000 metres, 30 minutes`; all that are named must hold.',
  },
  DOORSTEP_SHOW_WINDOW: {
    unit: '`always`, `never` or thresholds',
    standard: 'always',
    why: 'From when on the arrival window is shown.',
  },
  DOORSTEP_SHOW_DISTANCE: {
    unit: '`always`, `never` or thresholds',
    standard: 'always',
    why: 'From when on the distance of the shown van is told.',
  },
  DOORSTEP_SHOW_PATH_AHEAD: {
    unit: '`always`, `never` or thresholds',
    standard: 'never',
    why: 'From when on a line is drawn from the van to the address; at the earliest once no other stop comes first.',
  },
  DOORSTEP_SHOW_DRIVER_NAME: {
    unit: '`always`, `never` or thresholds',
    standard: 'never',
    why: 'From when on, while the parcel is on its way, the first name of whoever drives is told. It is personal data of an employee.',
  },
  DOORSTEP_NEIGHBOUR_CLOAK: {
    unit: '`true` or `false`',
    standard: 'true',
    why: 'Whether the dot lags behind the van near other people’s doors, so that nobody can tell at which neighbour it stands. Switch it off only where stops are no homes.',
  },
  ...deliveryDaySettings,
  DOORSTEP_LEAVE_WITHOUT_PERMISSION: {
    unit: '`true` or `false`',
    standard: 'false',
    why: 'Whether a parcel may be left without a person although its recipient named no place. German law says no since July 2024; other countries differ.',
  },
  DOORSTEP_STREAMS: {
    unit: 'streams',
    standard: '20000',
    why: 'How many open pages may follow a van at once; each takes about 16 KB. More are told to come back shortly.',
  },
  DOORSTEP_STREAMS_PER_ACCOUNT: {
    unit: 'streams',
    standard: '50',
    why: 'How many of these one account may have, in all its browsers together.',
  },
  DOORSTEP_CLOCK_SPEED: {
    unit: 'seconds per second',
    standard: '1',
    why: 'For trials only: the server’s clock runs this much faster, so that a day of driving takes minutes.',
  },
  DOORSTEP_CLOCK_START: {
    unit: 'RFC 3339 instant',
    standard: '(now)',
    why: 'For trials only: when that clock begins.',
  },
  DOORSTEP_LOG_LEVEL: {
    unit: 'pino level',
    standard: 'info',
    why: 'How much is logged; never positions, names, addresses or tokens at any level.',
  },
} as const satisfies Record<string, Omit<Setting, 'name'>>;

export type SettingName = keyof typeof settings;

export interface Config extends NetworkConfig {
  readonly port: number;
  readonly host: string;
  readonly name: string;
  readonly dataDirectory: string;
  readonly databaseUrl: string | null;
  readonly secret: string | null;
  readonly mapFile: string | null;
  readonly legalFolder: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly pushKey: string | null;
  readonly pushAnywhere: boolean;
  readonly messagesPerHour: number;
  readonly deliveryDays: DeliveryDays;
  readonly fixRetentionHours: number;
  readonly photoRetentionDays: number;
  readonly photoKey: string | null;
  readonly formerPhotoKeys: readonly string[];
  /** What the instance shows of the way, and from when on. */
  readonly visibility: VisibilitySettings;
  readonly leaveWithoutPermission: boolean;
  readonly streams: number;
  readonly streamsPerAccount: number;
  readonly clockSpeed: number;
  readonly clockStartAt: number | null;
  readonly logLevel: string;
  readonly databaseConnections: number;
}

/** A setting that cannot be used; the sentence names it and says what would be right. */
export class SettingRefused extends Error {}

/** Reads all settings from an environment. Throws SettingRefused with one sentence per wrong setting. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, folder: string): Config {
  const problems: string[] = [];
  const text = (name: SettingName): string | null => environment[name]?.trim() || null;
  const number = (name: SettingName, minimum: number, maximum: number): number => {
    const given = text(name) ?? settings[name].standard;
    const value = Number(given);
    if (Number.isFinite(value) && value >= minimum && value <= maximum) return value;
    problems.push(
      `${name} is "${given}"; it must be a number of ${settings[name].unit} from ${minimum} to ${maximum}.`,
    );
    return minimum;
  };
  const flag = (name: SettingName): boolean => {
    const given = text(name) ?? settings[name].standard;
    if (given !== 'true' && given !== 'false') problems.push(`${name} is "${given}"; it must be true or false.`);
    return given === 'true';
  };
  const url = (name: SettingName, protocols: readonly string[]): string | null => {
    const given = text(name);
    if (given === null) return null;
    if (URL.canParse(given) && protocols.includes(new URL(given).protocol)) return given;
    problems.push(`${name} is not a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
    return null;
  };

  const port = number('PORT', 0, 65_535);
  const secret = text('DOORSTEP_SECRET');
  if (secret !== null && secret.length < 32) problems.push('DOORSTEP_SECRET is shorter than 32 characters.');
  const photoKey = text('DOORSTEP_PHOTO_KEY');
  if (photoKey !== null && Buffer.from(photoKey, 'base64').length !== 32)
    problems.push('DOORSTEP_PHOTO_KEY does not hold 32 bytes as base64; `openssl rand -base64 32` makes such a key.');
  const pushKey = text('DOORSTEP_PUSH_KEY');
  if (pushKey !== null && Buffer.from(pushKey, 'base64').length !== 32)
    problems.push('DOORSTEP_PUSH_KEY does not hold 32 bytes as base64; `openssl rand -base64 32` makes such a key.');
  const formerPhotoKeys = (text('DOORSTEP_PHOTO_KEY_FORMER') ?? '').split(',').flatMap((key) => key.trim() || []);
  if (formerPhotoKeys.some((key) => Buffer.from(key, 'base64').length !== 32))
    problems.push('DOORSTEP_PHOTO_KEY_FORMER holds a key that is not 32 bytes as base64; parted by commas.');
  const clockStart = text('DOORSTEP_CLOCK_START');
  const clockStartAt = clockStart === null ? null : Date.parse(clockStart);
  if (clockStartAt !== null && Number.isNaN(clockStartAt))
    problems.push(
      `DOORSTEP_CLOCK_START is "${clockStart}"; it must be an RFC 3339 instant such as 2026-06-09T08:00:00Z.`,
    );

  const config: Config = {
    port,
    host: text('HOST') ?? settings.HOST.standard,
    ...readNetwork({
      port,
      folder,
      publicUrl: url('DOORSTEP_PUBLIC_URL', ['http:', 'https:']),
      certificate: text('DOORSTEP_TLS_CERT'),
      key: text('DOORSTEP_TLS_KEY'),
      trust: text('DOORSTEP_TRUST_PROXY') ?? settings.DOORSTEP_TRUST_PROXY.standard,
      refuse: (problem) => problems.push(problem),
    }),
    name: text('DOORSTEP_NAME') ?? settings.DOORSTEP_NAME.standard,
    dataDirectory: resolve(folder, text('DOORSTEP_DATA') ?? settings.DOORSTEP_DATA.standard),
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    secret,
    mapFile: text('DOORSTEP_MAP_FILE') === null ? null : resolve(folder, text('DOORSTEP_MAP_FILE') ?? ''),
    legalFolder: text('DOORSTEP_LEGAL_FOLDER') === null ? null : resolve(folder, text('DOORSTEP_LEGAL_FOLDER') ?? ''),
    smtpUrl: url('DOORSTEP_SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: text('DOORSTEP_MAIL_FROM') ?? settings.DOORSTEP_MAIL_FROM.standard,
    pushKey,
    pushAnywhere: flag('DOORSTEP_PUSH_ANYWHERE'),
    messagesPerHour: Math.round(number('DOORSTEP_MESSAGES_PER_HOUR', 1, 100_000)),
    deliveryDays: readDeliveryDays({ text, number, refuse: (problem) => problems.push(problem) }),
    fixRetentionHours: number('DOORSTEP_FIX_RETENTION_HOURS', 1, 24 * 30),
    photoRetentionDays: number('DOORSTEP_PHOTO_RETENTION_DAYS', 1, 3650),
    photoKey,
    formerPhotoKeys,
    visibility: {
      ...readVisibility({
        given: (name) => ({ text: text(name) ?? settings[name].standard, unit: settings[name].unit }),
        number,
        refuse: (problem) => problems.push(problem),
      }),
      neighbourCloak: flag('DOORSTEP_NEIGHBOUR_CLOAK'),
    },
    leaveWithoutPermission: flag('DOORSTEP_LEAVE_WITHOUT_PERMISSION'),
    streams: number('DOORSTEP_STREAMS', 1, 1_000_000),
    streamsPerAccount: number('DOORSTEP_STREAMS_PER_ACCOUNT', 1, 1_000_000),
    clockSpeed: number('DOORSTEP_CLOCK_SPEED', 0.01, 10_000),
    clockStartAt,
    logLevel: text('DOORSTEP_LOG_LEVEL') ?? settings.DOORSTEP_LOG_LEVEL.standard,
    databaseConnections: Math.min(50, Math.max(10, availableParallelism() * 5)),
  };
  if (problems.length > 0) throw new SettingRefused(problems.join('\n'));
  return config;
}
