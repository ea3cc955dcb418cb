import { importFormat, type RouteImportDocument } from '../packages/contract/index.ts';

/** Where the van starts, and so many metres further north each of its stops. */
export const depot = { lat: 49.5, lon: 11.2 };
const apartMetres = 60;

/** Where the stop of this index is. */
export function placeOfStop(index: number): { lat: number; lon: number } {
  return { lat: depot.lat + ((index + 1) * apartMetres) / 111_195, lon: depot.lon };
}

/** Whether the parcels of this stop may be left, and are photographed; the others are handed over in person. */
export const isLeft = (index: number) => index % 5 === 2;

/** One driver's route of so many stops, one parcel each, on a street that goes north. */
export function longRoute(stops: number, serviceDate: string, plannedStartAt: string): RouteImportDocument {
  return {
    format: importFormat,
    carrier: { name: 'Pegnitz Kurier' },
    regions: [
      {
        name: 'Lauf',
        mapTracking: true,
        photos: true,
        polygon: [
          [49, 11],
          [50, 11],
          [50, 11.5],
          [49, 11.5],
        ],
      },
    ],
    routes: [
      {
        reference: 'L1',
        serviceDate,
        plannedStartAt,
        depot: { name: 'Depot Lauf', ...depot },
        van: 'LAU 7',
        driver: { name: 'Mehmet Aydin' },
        stops: Array.from({ length: stops }, (_, index) => ({
          serviceSeconds: 60,
          address: {
            street: 'Nordring',
            houseNumber: String(index + 1),
            postcode: '91207',
            city: 'Lauf an der Pegnitz',
            country: 'DE',
            ...placeOfStop(index),
          },
          parcels: [
            {
              parcelNumber: `L-${index + 1}`,
              orderNumber: `O-${index + 1}`,
              merchant: 'Korbwaren Wiesinger',
              recipientName: `Familie Nummer ${index + 1}`,
              ...(isLeft(index) ? {} : { handOverOnly: true }),
            },
          ],
        })),
      },
    ],
  };
}
