/** The demo's town lies in this zone, whatever machine it runs on. */
export const timeZone = 'Europe/Berlin';

/** The instant of a wall-clock time such as '10:20' on this day in town, epoch milliseconds. */
export function instantOn(day: string, time: string): number {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The same time, RFC 3339. */
export function rfc3339On(day: string, time: string): string {
  return new Date(instantOn(day, time)).toISOString();
}

export function dayOf(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

export function daysBefore(day: string, days: number): string {
  return Temporal.PlainDate.from(day).subtract({ days }).toString();
}

/** So many days ago, or the Saturday before where that was a Sunday. */
export function deliveryDayBefore(day: string, days: number): string {
  const date = Temporal.PlainDate.from(day).subtract({ days });
  return (date.dayOfWeek === 7 ? date.subtract({ days: 1 }) : date).toString();
}

/** This day, or Monday where it is a Sunday: nobody delivers then. */
export function deliveryDay(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return (date.dayOfWeek === 7 ? date.add({ days: 1 }) : date).toString();
}

export function nextDeliveryDay(day: string): string {
  return deliveryDay(Temporal.PlainDate.from(day).add({ days: 1 }).toString());
}
