import {
  Command,
  DriverRoute,
  DriverStatus,
  Heartbeat,
  maximumCommandsPerBatch,
  ParcelView,
  Problem,
  VanFrame,
} from '@doorstep/contract';
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { Type } from 'typebox';

const bytes = Type.String({ contentMediaType: 'application/octet-stream' });
function picture(...mediaTypes: readonly string[]) {
  return { content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: bytes }])) };
}

/**
 * What some doors take or send beyond what their schemas check: a batch of commands is checked one command at a time, so
 * that a bad one costs the others nothing; pictures are bytes; OsmAnd's clients send what they like; a stream is no JSON answer.
 */
const documented: Readonly<Record<string, FastifySchema>> = {
  '/api/v1/driver/commands': {
    body: Type.Object({
      sentAt: Type.String({ format: 'date-time' }),
      commands: Type.Array(Command, { minItems: 1, maxItems: maximumCommandsPerBatch }),
    }),
  },
  '/api/v1/me/parcels/:id/live': {
    description:
      'Server-sent events: `view` (a whole ParcelView, first and whenever more than the van changed), `van` (a VanFrame), ' +
      '`heartbeat` (a Heartbeat, first of all and every 15 s), `reconnect` ({afterMillis}, the server is stopping).',
    response: {
      200: {
        description: 'one event after another, until either side ends the stream',
        content: { 'text/event-stream': { schema: Type.Union([ParcelView, VanFrame, Heartbeat]) } },
      },
    },
  },
  '/api/v1/driver/live': {
    description:
      'Server-sent events: `route` (a whole DriverRoute, first and whenever it changed), `status` (a DriverStatus, when ' +
      'the number who watch changes its step or another app tells positions), `heartbeat`, `reconnect`.',
    response: {
      200: {
        description: 'one event after another, until either side ends the stream',
        content: { 'text/event-stream': { schema: Type.Union([DriverRoute, DriverStatus, Heartbeat]) } },
      },
    },
  },
  '/api/v1/driver/photos/:id/preview': {
    description:
      'The small size of the picture that a `deliver` named: at most 256 KiB. In any order with the full size, and any ' +
      'number of times. 409 `delivery_not_known_yet`: send it again later; 409 otherwise: no photo is kept of this ' +
      'delivery; 415 and 422: no picture, or none that can be read.',
    body: picture('image/jpeg', 'image/png', 'image/webp', 'application/octet-stream'),
  },
  '/api/v1/driver/photos/:id': {
    description: 'The full size, at most 15 MiB and 50 million pixels; answered like the preview.',
    body: picture('image/jpeg', 'image/png', 'image/webp', 'application/octet-stream'),
  },
  '/api/v1/me/parcels/:id/photo': {
    description: 'The photo, while the view says that it is available and full.',
    response: { 200: { description: 'a JPEG, longest side 1600 pixels', ...picture('image/jpeg') } },
  },
  '/api/v1/me/parcels/:id/photo/preview': {
    description: 'The photo small, while the view says that it is available.',
    response: { 200: { description: 'a JPEG of at most 48 KiB, longest side 480 pixels', ...picture('image/jpeg') } },
  },
  '/api/v1/support/photo-looks/:id/photo': {
    description: 'The picture of a look of one’s own, while the look lasts.',
    response: { 200: { description: 'a JPEG, longest side 1600 pixels', ...picture('image/jpeg') } },
  },
  '/api/v1/support/photo-looks/:id/photo/preview': {
    description: 'The same picture small.',
    response: { 200: { description: 'a JPEG of at most 48 KiB, longest side 480 pixels', ...picture('image/jpeg') } },
  },
  '/in/osmand': {
    description:
      'The protocol of OsmAnd and Traccar Client: query, form, or the JSON of Traccar Client 9 and newer, one position or ' +
      'a list. 200: done with it; 400 (query) or 404 (JSON): unknown device; 503: send it again.',
    querystring: Type.Object({
      id: Type.Optional(Type.String({ description: 'the device token' })),
      lat: Type.Optional(Type.Number()),
      lon: Type.Optional(Type.Number()),
      timestamp: Type.Optional(Type.String({ description: 'unix seconds or milliseconds, or ISO 8601' })),
      accuracy: Type.Optional(Type.Number({ description: 'metres' })),
      speed: Type.Optional(Type.Number({ description: 'knots, or in `speed_unit`' })),
      speed_unit: Type.Optional(Type.Union([Type.Literal('kn'), Type.Literal('kmh'), Type.Literal('mps')])),
      bearing: Type.Optional(Type.Number({ description: 'degrees' })),
    }),
  },
  '/in/owntracks': {
    description:
      'The HTTP mode of OwnTracks; the password of Basic credentials is the device token. `[]`: done with it, also where ' +
      'the message is none of a position; 401: unknown device; 415: encrypted by the app; 503: send it again.',
    response: { 200: Type.Array(Type.Never(), { description: 'no messages for the app' }) },
  },
};

const securityOf: Readonly<Record<string, readonly Record<string, readonly string[]>[]>> = {
  driver: [{ deviceToken: [] }],
  recipient: [{ session: [] }],
  staff: [{ session: [] }],
  dispatch: [{ session: [] }],
};

/** How the OpenAPI 3.1 document is made from the schemas the doors run. */
export const openApiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Doorstep', version: '0.1.0', description: 'Watch it come, see that it came.' },
    components: {
      securitySchemes: {
        deviceToken: { type: 'http', scheme: 'bearer', description: 'made by pairing a phone; revocable' },
        session: { type: 'apiKey', in: 'cookie', name: 'better-auth.session_token' },
      },
    },
  },
  transform({ schema, url }) {
    const own: FastifySchema = schema ?? {};
    if (own.hide) return { schema: own, url };
    const security = own.tags?.flatMap((tag) => securityOf[tag] ?? []) ?? [];
    const isOpen = url === '/api/v1/driver/pair';
    const answers = typeof own.response === 'object' && own.response !== null ? own.response : {};
    // Another method of the same path says by itself what it answers.
    const more = 200 in answers && documented[url]?.response ? {} : (documented[url] ?? {});
    const moreAnswers = typeof more.response === 'object' && more.response !== null ? more.response : {};
    const problem = {
      description: 'what was wrong, after RFC 9457',
      content: { 'application/problem+json': { schema: Problem } },
    };
    return {
      url,
      schema: {
        ...own,
        ...more,
        ...(security.length > 0 && !isOpen ? { security } : {}),
        response: { ...answers, ...moreAnswers, ...(url.startsWith('/api/') ? { default: problem } : {}) },
      },
    };
  },
};
