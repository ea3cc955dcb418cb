import { drawDoorstep } from '../packages/simulator/vans/draw-doorstep.ts';
import type { Picture, Stop } from '../packages/simulator/vans/van.ts';
import { timeZone } from './local-time.ts';

/**
 * A camera that looks at one doorstep beforehand, as soon as there is leisure: drawing a picture takes a second or two, and
 * somebody is waiting for this one. Other doorsteps are drawn when they are asked for.
 */
export function cameraAheadOf(expected: Stop, leisure: Promise<void>): (stop: Stop, at: number) => Promise<Picture> {
  let drawn: Promise<Picture> | null = null;
  const draw = () => {
    drawn ??= takePictureAt(expected, Date.parse(expected.plannedArrivalAt));
    return drawn;
  };
  // Whoever asks for the picture hears of a failure.
  leisure.then(draw).catch(() => undefined);
  return (stop, at) => (stop.id === expected.id ? draw() : takePictureAt(stop, at));
}

/** What a picture of a doorstep depends on, besides its hour. */
export type Doorstep = Pick<Stop, 'addressLine' | 'postcode' | 'lat' | 'lon'> & {
  readonly parcels: { readonly length: number };
};

/** What the camera of the demo's drivers sees: the doorstep of this address, in the light of this hour. */
export function takePictureAt(stop: Doorstep, at: number): Promise<Picture> {
  return drawDoorstep({
    seed: `${stop.addressLine}, ${stop.postcode}`,
    houseNumber: /\d\S*$/.exec(stop.addressLine)?.[0] ?? '',
    parcels: stop.parcels.length,
    at,
    timeZone,
    place: { lat: stop.lat, lon: stop.lon },
  });
}
