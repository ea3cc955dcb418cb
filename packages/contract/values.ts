import { Type } from 'typebox';

export const Instant = Type.String({ format: 'date-time', maxLength: 40, description: 'RFC 3339 instant' });
export const CalendarDate = Type.String({ format: 'date', description: 'YYYY-MM-DD in the address’s time zone' });
export const Latitude = Type.Number({ minimum: -90, maximum: 90, description: 'WGS 84 degrees' });
export const Longitude = Type.Number({ minimum: -180, maximum: 180, description: 'WGS 84 degrees' });

/** Ids made by a sender (phone or shop): a UUID, version 7 recommended; the same id again has no second effect. */
export const SenderId = Type.String({ format: 'uuid', maxLength: 36, minLength: 36 });
export const AnyId = Type.String({ minLength: 5, maxLength: 40 });
export const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** Of words on a driver's screen: no control characters, no halves of characters, nothing that turns the direction of writing. */
export const visible = '^[^\\p{Cc}\\p{Cs}\\p{Bidi_Control}]*$';
