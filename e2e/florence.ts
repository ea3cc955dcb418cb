import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importFormat, type RouteImportDocument } from '../packages/contract/index.ts';

/** The base map of Florence lies beside the project, not in it; without it the map is a plain ground. */
const file = fileURLToPath(new URL('../../shared/data/tiles/firenze_protomaps_2023-01.pmtiles', import.meta.url));
export const florenceMap = existsSync(file) ? file : null;

const places = [
  [43.7745, 11.2572, 'Via dei Servi'],
  [43.7762, 11.2588, 'Via dei Servi'],
  [43.7779, 11.2586, 'Via Cavour'],
  [43.7758, 11.2561, 'Via Cavour'],
  [43.7748, 11.2537, 'Via de’ Ginori'],
  [43.7757, 11.2517, 'Via Faenza'],
  [43.7739, 11.2494, 'Piazza Santa Maria Novella'],
  [43.7721, 11.2489, 'Via della Scala'],
  [43.7711, 11.2505, 'Via dei Fossi'],
  [43.7697, 11.25, 'Borgo San Frediano'],
] as const;

/** One van's day through the middle of Florence; `recipient` gets the stop of this index, the others are nobody's. */
export function florenceDay(recipient: { email: string; stop: number }): RouteImportDocument {
  return {
    format: importFormat,
    carrier: { name: 'Arno Express' },
    regions: [
      {
        name: 'Firenze',
        mapTracking: true,
        polygon: [
          [43.7, 11.1],
          [43.9, 11.1],
          [43.9, 11.4],
          [43.7, 11.4],
        ],
      },
    ],
    routes: [
      {
        reference: 'F1',
        serviceDate: '2026-06-09',
        plannedStartAt: '2026-06-09T08:00:00+02:00',
        depot: { name: 'Firenze', lat: 43.779, lon: 11.248 },
        van: 'FI 12',
        driver: { name: 'Sara' },
        stops: places.map(([lat, lon, street], index) => ({
          serviceSeconds: 45,
          address: {
            street,
            houseNumber: String(index + 3),
            postcode: '50122',
            city: 'Firenze',
            country: 'IT',
            lat,
            lon,
          },
          parcels: [
            {
              parcelNumber: `FX-${index}`,
              orderNumber: `O-${index}`,
              merchant: 'Libreria Rosa',
              recipientName: `Recipient ${index}`,
              ...(index === recipient.stop ? { recipientEmail: recipient.email } : {}),
            },
          ],
        })),
      },
    ],
  };
}
