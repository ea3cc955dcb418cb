import { drawDoorstep } from '../packages/simulator/vans/draw-doorstep.ts';
import type { Picture, Stop } from '../packages/simulator/vans/van.ts';
import { timeZone } from './local-time.ts';

/** What the camera of the demo's drivers sees: the doorstep of this address, in the light of this hour. */
export function takePictureAt(stop: Stop, at: number): Promise<Picture> {
  return drawDoorstep({
    seed: `${stop.addressLine}, ${stop.postcode}`,
    houseNumber: /\d\S*$/.exec(stop.addressLine)?.[0] ?? '',
    parcels: stop.parcels.length,
    at,
    timeZone,
    place: { lat: stop.lat, lon: stop.lon },
  });
}
