import type { ParcelEvent } from '../delivery/states.ts';
import type { Bilingual } from '../text/language.ts';
import type { EpochMillis } from '../time.ts';
import type { ParcelView } from '../visibility/views.ts';

/*
 * What is told, to whom and when (rules.md section 6). Who hears of an event is decided from what the account is to the
 * parcel; whether it is still true, and in which words, from the view that the same account has at that moment: a
 * message can never say more than the page it leads to.
 */

export const notificationEvents = [
  'out_for_delivery',
  'map_available',
  'next_stop',
  'arrival_changed',
  'delivered',
  'photo_ready',
  'attempted',
  'delivery_corrected',
  'drop_off_confirmed',
  'day_changed',
  'returned',
  'lost',
  'photo_viewed_by_staff',
  'photo_deleted',
] as const;
export type NotificationEvent = (typeof notificationEvents)[number];

export const notificationChannels = ['mail', 'push'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/** In whose words a message is written: for whoever receives, for the buyer of a gift, or saying nothing at all. */
export type Manner = 'plain' | 'gift_buyer' | 'confidential';

/** What an account is to a parcel, as far as it decides what is told. */
export interface NotificationAddressee {
  readonly kind: 'recipient' | 'buyer';
  readonly gift: boolean;
  /** The parcel's or its address's flag. */
  readonly confidential: boolean;
  readonly contactBasis: 'own_fleet' | 'consent' | 'none';
}

export interface NotificationRow {
  readonly channels: readonly NotificationChannel[];
  readonly isOnByDefault: boolean;
  /** False: told at night too. */
  readonly waitsForMorning: boolean;
  readonly toRecipient: boolean;
  readonly toGiftBuyer: boolean;
  /** Whether it is told of a gift (to its recipient) and of a confidential parcel; there is no live part to tell of. */
  readonly ofGift: boolean;
  readonly ofConfidential: boolean;
  /** Whether it is still true where the account looks now; what a later event has overtaken is dropped. */
  readonly holds: (view: ParcelView) => boolean;
  /** How long a push service may keep it for a phone that is off: longer, and it would tell what is over. */
  readonly goodForSeconds: number;
  /** Whether it is worth waking a phone that saves its battery (RFC 8030, 5.3). */
  readonly isUrgent: boolean;
  /** A newer one of the same slot takes the older one's place: on the lock screen, and where it still waits. */
  readonly slot: 'journey' | 'photo' | 'wish';
  /** For the printed rules. */
  readonly words: Bilingual;
}

const hourSeconds = 3600;

const usual = {
  channels: ['mail', 'push'],
  isOnByDefault: true,
  waitsForMorning: true,
  toRecipient: true,
  toGiftBuyer: false,
  ofGift: true,
  ofConfidential: true,
  goodForSeconds: 24 * hourSeconds,
  isUrgent: true,
  slot: 'journey',
} as const;

const isRunning = (state: ParcelView['status']['state']) => state === 'on_its_way' || state === 'arriving';
const isUnderWay = ({ status }: ParcelView) => isRunning(status.state);

export const notificationRows: Readonly<Record<NotificationEvent, NotificationRow>> = {
  out_for_delivery: {
    ...usual,
    goodForSeconds: 10 * hourSeconds,
    isUrgent: false,
    holds: isUnderWay,
    words: { de: 'die Tour ist gestartet', en: 'the route has started' },
  },
  map_available: {
    ...usual,
    channels: ['push'],
    ofGift: false,
    ofConfidential: false,
    goodForSeconds: hourSeconds / 2,
    // Open, though a break or a lost signal may hide the dot just now.
    holds: ({ map }) => map.shown || map.because.code === 'no_position',
    words: { de: 'die Karte hat sich geöffnet', en: 'the map has opened' },
  },
  next_stop: {
    ...usual,
    channels: ['push'],
    isOnByDefault: false,
    ofGift: false,
    ofConfidential: false,
    goodForSeconds: hourSeconds / 3,
    holds: ({ stopsAway }) => stopsAway?.kind === 'number' && stopsAway.count === 0,
    words: { de: 'der Stopp ist der nächste', en: 'the stop is next' },
  },
  arrival_changed: {
    ...usual,
    ofConfidential: false,
    goodForSeconds: 2 * hourSeconds,
    holds: (view) => isUnderWay(view) && view.window !== null,
    words: {
      de: 'das Paket wird mehr als 15 Minuten nach dem Ende des zugesagten Zeitfensters erwartet',
      en: 'the parcel is expected more than 15 minutes after the end of the promised window',
    },
  },
  delivered: {
    ...usual,
    waitsForMorning: false,
    toGiftBuyer: true,
    holds: ({ status }) => status.state === 'delivered',
    words: { de: 'zugestellt', en: 'delivered' },
  },
  photo_ready: {
    ...usual,
    ofConfidential: false,
    isUrgent: false,
    slot: 'photo',
    holds: ({ photo }) => photo.available,
    words: {
      de: 'das Foto kam mindestens zwei Minuten nach der Meldung der Zustellung',
      en: 'the photo came at least two minutes after the word of the delivery',
    },
  },
  attempted: {
    ...usual,
    holds: ({ status }) => status.state === 'attempted' || status.state === 'held_for_pickup',
    words: { de: 'nicht zugestellt', en: 'not delivered' },
  },
  delivery_corrected: {
    ...usual,
    goodForSeconds: 4 * hourSeconds,
    holds: isUnderWay,
    words: {
      de: 'eine schon gemeldete Zustellung oder ein Versuch wurde zurückgenommen',
      en: 'a delivery or attempt that had been told was taken back',
    },
  },
  drop_off_confirmed: {
    ...usual,
    channels: ['push'],
    ofConfidential: false,
    goodForSeconds: 4 * hourSeconds,
    isUrgent: false,
    slot: 'wish',
    holds: ({ status }) => status.state === 'announced' || status.state === 'at_depot' || isRunning(status.state),
    words: {
      de: 'ein Ablageort wurde genannt und steht auf der Tour',
      en: 'a safe place was named and stands on the route',
    },
  },
  day_changed: {
    ...usual,
    isUrgent: false,
    slot: 'wish',
    holds: ({ status, serviceDate }) =>
      (status.state === 'announced' || status.state === 'at_depot') && serviceDate !== null,
    words: {
      de: 'jemand anderes, der es empfängt, hat „nicht heute“ gewählt (an alle außer dieser Person)',
      en: 'another who receives it chose “not today” (to all but that person)',
    },
  },
  returned: {
    ...usual,
    toRecipient: false,
    toGiftBuyer: true,
    holds: ({ status }) => status.state === 'returned',
    words: { de: 'zurück an den Absender oder storniert', en: 'returned or cancelled' },
  },
  lost: {
    ...usual,
    toRecipient: false,
    toGiftBuyer: true,
    holds: ({ status }) => status.state === 'lost',
    words: { de: 'verloren oder beschädigt', en: 'lost or damaged' },
  },
  photo_viewed_by_staff: {
    ...usual,
    channels: ['mail'],
    ofConfidential: false,
    holds: ({ photoLooks }) => photoLooks.length > 0,
    words: {
      de: 'der Kundenservice hat das Foto angesehen (einmal je Vorgang)',
      en: 'customer service has looked at the photo (once per case)',
    },
  },
  photo_deleted: {
    ...usual,
    channels: ['mail'],
    ofConfidential: false,
    holds: ({ photo }) =>
      !photo.available && (photo.because.code === 'photo_deleted' || photo.because.code === 'photo_expired'),
    words: {
      de: 'das Foto wurde auf Wunsch oder nach seiner Frist gelöscht',
      en: 'the photo was deleted, on request or as its time was up',
    },
  },
};

/** A photo that comes sooner is no news of its own: the page that the word of the delivery leads to shows it by then. */
export const photoIsNewsAfterMillis = 2 * 60_000;

/** Which event of a parcel's life is told as what; what is not in it is not told. */
export const notificationOf: Readonly<Partial<Record<ParcelEvent, NotificationEvent>>> = {
  route_started: 'out_for_delivery',
  stop_is_next: 'next_stop',
  delivered: 'delivered',
  collected: 'delivered',
  attempted: 'attempted',
  undone: 'delivery_corrected',
  returned: 'returned',
  cancelled: 'returned',
  lost: 'lost',
  damaged: 'lost',
};

/** What an account chose about being written to; what it left open is as `notificationRows` has it. */
export interface NotificationChoices {
  readonly channels: Readonly<Record<NotificationChannel, boolean>>;
  readonly events: EventChoices;
  /** Null: told at any hour. */
  readonly quietHours: QuietHours | null;
}
export type EventChoices = Readonly<Partial<Record<NotificationEvent, ChannelChoices>>>;
export type ChannelChoices = Readonly<Partial<Record<NotificationChannel, boolean>>>;

/** Whether this account wants this event on this channel. */
export function wants(event: NotificationEvent, channel: NotificationChannel, choices: NotificationChoices): boolean {
  const row = notificationRows[event];
  if (!row.channels.includes(channel) || !choices.channels[channel]) return false;
  return choices.events[event]?.[channel] ?? row.isOnByDefault;
}

/** Whether this account may be told of this event at all, whatever it wants. */
export function hears(event: NotificationEvent, addressee: NotificationAddressee): boolean {
  const row = notificationRows[event];
  if (addressee.contactBasis === 'none') return false;
  if (addressee.confidential && !row.ofConfidential) return false;
  if (isGiftBuyer(addressee)) return row.toGiftBuyer;
  return row.toRecipient && (row.ofGift || !addressee.gift);
}

/** Of several restraints the strictest: a confidential gift is news of a delivery to its buyer, too. */
export function mannerTowards(addressee: NotificationAddressee): Manner {
  if (addressee.confidential) return 'confidential';
  return isGiftBuyer(addressee) ? 'gift_buyer' : 'plain';
}

/** Without a gift the buyer is the recipient (rules.md section 1). */
export function isGiftBuyer({ kind, gift }: NotificationAddressee): boolean {
  return kind === 'buyer' && gift;
}

/** Minutes of the day, where the parcel goes to, between which nobody is woken; they may lie around midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}
export const usualQuietHours: QuietHours = { fromMinute: 22 * 60, toMinute: 7 * 60 };

/** The first instant from `now` on at which this event may be told to somebody with these quiet hours. */
export function tellableAt(
  event: NotificationEvent,
  where: { readonly timeZone: string; readonly quietHours: QuietHours | null },
  now: EpochMillis,
): EpochMillis {
  const { timeZone, quietHours } = where;
  if (!notificationRows[event].waitsForMorning || quietHours === null) return now;
  const { fromMinute, toMinute } = quietHours;
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const minute = local.hour * 60 + local.minute;
  const isQuiet =
    fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
  if (!isQuiet) return now;
  const day = minute < toMinute ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  const plainTime = { hour: Math.floor(toMinute / 60), minute: toMinute % 60 };
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
}
