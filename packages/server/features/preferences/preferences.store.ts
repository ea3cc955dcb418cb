import type { Preferences, PreferencesChange } from '@doorstep/contract';
import {
  type EventChoices,
  type Language,
  notificationEvents,
  notificationRows,
  usualQuietHours,
} from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/** What this account chose; where nothing was chosen, what the rules have by default. */
export async function readPreferences(db: Db, accountId: string): Promise<Preferences> {
  const row = await db.selectFrom('preferences').selectAll().where('account_id', '=', accountId).executeTakeFirst();
  return {
    deliveryPhotos: row?.delivery_photos ?? 'close_up',
    map: row?.map === false ? 'off' : 'on',
    language: row?.language === 'en' ? 'en' : 'de',
    channels: { mail: row?.notify_by_mail ?? true, push: row?.notify_by_push ?? true },
    notifications: allEvents(row?.message_choices ?? {}),
    quietHours: row ? clocksOf(row.quiet_from_minute, row.quiet_to_minute) : usualClocks,
    photoInMail: row?.photo_in_mail ? 'on' : 'off',
  };
}

/** Every event with each channel it has, chosen or not. */
function allEvents(chosen: EventChoices): Preferences['notifications'] {
  return Object.fromEntries(
    notificationEvents.map((event) => {
      const { channels, isOnByDefault } = notificationRows[event];
      return [
        event,
        Object.fromEntries(channels.map((channel) => [channel, chosen[event]?.[channel] ?? isOnByDefault])),
      ];
    }),
  );
}

function clocksOf(fromMinute: number | null, toMinute: number | null): Preferences['quietHours'] {
  return fromMinute === null || toMinute === null ? null : { from: clockOf(fromMinute), to: clockOf(toMinute) };
}

const usualClocks = clocksOf(usualQuietHours.fromMinute, usualQuietHours.toMinute);

function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Of "07:30"; its shape was checked at the door. */
function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/** What is sent to this account from now on is worded in this language, what still waits included. */
export async function writeLanguage(db: Db, accountId: string, language: Language): Promise<void> {
  await db
    .insertInto('preferences')
    .values({ account_id: accountId, language })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ language }))
    .execute();
}

/**
 * Writes what was chosen; what is left out stays as it is. A choice of photos dates from when it became another one:
 * a picture taken before it is treated otherwise than one taken after it.
 */
export async function writePreferences(
  db: Db,
  accountId: string,
  change: PreferencesChange,
  now: number,
): Promise<void> {
  const { deliveryPhotos, quietHours, notifications } = change;
  const setAt = new Date(now);
  const chosen = {
    ...(change.language ? { language: change.language } : {}),
    ...(change.photoInMail ? { photo_in_mail: change.photoInMail === 'on' } : {}),
    ...(quietHours === undefined
      ? {}
      : {
          quiet_from_minute: quietHours && minuteOf(quietHours.from),
          quiet_to_minute: quietHours && minuteOf(quietHours.to),
        }),
    ...(change.map ? { map: change.map === 'on' } : {}),
    ...(deliveryPhotos ? { delivery_photos: deliveryPhotos } : {}),
  };
  if (Object.keys(chosen).length === 0 && !notifications) return;
  await db
    .insertInto('preferences')
    .values({
      account_id: accountId,
      language: null,
      ...chosen,
      ...(deliveryPhotos ? { delivery_photos_set_at: setAt } : {}),
      ...(notifications ? { message_choices: JSON.stringify(notifications) } : {}),
    })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet({
        ...chosen,
        ...(notifications ? { message_choices: mergedChoices(notifications) } : {}),
        ...(deliveryPhotos
          ? {
              delivery_photos_set_at: sql<Date | null>`case
                when preferences.delivery_photos = ${deliveryPhotos} then preferences.delivery_photos_set_at
                else ${setAt} end`,
            }
          : {}),
      }),
    )
    .execute();
}

/** Channel by channel: what is left out of an event stays as it is. */
function mergedChoices(chosen: EventChoices) {
  return sql<string>`(
    select coalesce(jsonb_object_agg(event, coalesce(preferences.message_choices -> event, '{}')
                                            || coalesce(${JSON.stringify(chosen)}::jsonb -> event, '{}')), '{}')
      from (select jsonb_object_keys(preferences.message_choices || ${JSON.stringify(chosen)}::jsonb) as event) events)`;
}
