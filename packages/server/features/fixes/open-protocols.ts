import { maximumFixesPerBatch, type PositionSource } from '@doorstep/contract';
import type { FastifyInstance } from 'fastify';
import type { Device, DeviceRegistry } from '../../access/devices.ts';
import type { PositionSources } from '../../live/position-sources.ts';
import type { Clock } from '../../ports/clock.ts';
import { fixIdOfPlace, type SentPlace } from './fix-id-of-place.ts';
import { newestAccepted, type TakeFixesDeps, takeFixes } from './take-fixes.ts';

export interface OpenProtocolsDeps extends TakeFixesDeps {
  readonly devices: DeviceRegistry;
  readonly clock: Clock;
  readonly positionSources: Pick<PositionSources, 'note'>;
}

/** A backlog of two days at one position every half minute, as a batch of Traccar Client. */
export const intakeBodyLimitBytes = 1024 * 1024;

/** Phones and trackers send all kinds of content types, or none, with the same few forms of body: all are read as text. */
export function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: intakeBodyLimitBytes }, (_request, body, done) =>
    done(null, body),
  );
}

/**
 * Takes what a client of an open protocol sent, however much that is. Whether a rule accepts or rejects a place is not
 * told: these clients know "done with it" and "send it again" only. Throws `unavailable` where nothing could be stored.
 */
export async function takePlaces(
  deps: OpenProtocolsDeps,
  device: Device,
  input: {
    readonly receivedAt: number;
    readonly source: PositionSource['source'];
    readonly places: readonly SentPlace[];
  },
): Promise<void> {
  const all = input.places.map((place) => ({ ...place, id: fixIdOfPlace(device.deviceId, place) }));
  for (let first = 0; first < all.length; first += maximumFixesPerBatch) {
    const fixes = all.slice(first, first + maximumFixesPerBatch);
    const taken = await takeFixes(deps, { ...device, receivedAt: input.receivedAt, fixes });
    const newest = newestAccepted(fixes, taken);
    if (newest !== null) deps.positionSources.note(device.driverId, input.source, newest);
  }
}

/** Either part of Basic credentials (RFC 7617) may hold the device token: apps differ in what they let people fill in. */
export async function deviceOfBasic(
  devices: DeviceRegistry,
  authorization: string | undefined,
): Promise<Device | null> {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{4,400})$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  for (const token of colon < 0 ? [text] : [text.slice(colon + 1), text.slice(0, colon)]) {
    const device = await deviceOfToken(devices, token);
    if (device !== null) return device;
  }
  return null;
}

/** A token that was never given out, and one that was revoked, are the same here: unknown. */
export async function deviceOfToken(devices: DeviceRegistry, token: string | null): Promise<Device | null> {
  if (token === null || token.length < 20 || token.length > 100) return null;
  const device = await devices.find(token);
  return device === 'revoked' ? null : device;
}
