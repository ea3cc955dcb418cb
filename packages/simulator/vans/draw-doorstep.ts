import { createHash } from 'node:crypto';
import type { Coordinates, EpochMillis } from '@doorstep/domain';
import sharp from 'sharp';
import { createChance } from '../chance.ts';
import { pictureHeight, pictureWidth, wallAway } from './doorstep/camera.ts';
import { between } from './doorstep/colours.ts';
import { definitions } from './doorstep/definitions.ts';
import { drawDoor, drawMat } from './doorstep/door.ts';
import { drawHouseNumber } from './doorstep/house-number.ts';
import { lightAt } from './doorstep/light.ts';
import { drawParcels } from './doorstep/parcels.ts';
import { textureTile } from './doorstep/texture.ts';
import { drawCompany, drawLamp, drawPorch } from './doorstep/things.ts';
import { drawClimber, drawGround, drawWall } from './doorstep/wall.ts';
import type { Picture } from './van.ts';

export interface Doorstep {
  /** The same seed is the same doorstep: its wall, its door, its plants. */
  readonly seed: string;
  readonly houseNumber: string;
  readonly parcels: number;
  readonly at: EpochMillis;
  readonly timeZone: string;
  /** Written into the picture's EXIF as a phone does; the server must take it out. */
  readonly place: Coordinates;
}

/** Larger ones show no more of a drawing, and take twice as long. */
const fullPixels = { width: 1_200, height: 900 };
const previewPixels = 480;
// No picture is drawn twice: what the library would keep is of no use.
sharp.cache(false);

const mostPreviewBytes = 48 * 1_024;

/**
 * A drawn doorstep with parcels, as a phone's picture: JPEG of 1,200 px with place, time and orientation in its EXIF,
 * and a preview of 480 px and at most 48 KB that is upright and carries nothing.
 */
export async function drawDoorstep(doorstep: Doorstep): Promise<Picture> {
  const upright = await sharp(Buffer.from(svgOf(doorstep, await textureTile())))
    .flatten({ background: '#888' })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const turned = seedOf(`${doorstep.seed} ${doorstep.at}`) % 4 === 0;
  const full = await (turned ? sharp(upright).rotate(180) : sharp(upright))
    .jpeg({ quality: 86, mozjpeg: false })
    .withExif(exifOf(doorstep))
    .withMetadata({ orientation: turned ? 3 : 1 })
    .toBuffer();
  return { full, preview: await previewOf(upright), contentType: 'image/jpeg' };
}

/** The picture as SVG, drawn on 1,600 by 1,200 units; `tile` is the texture of its materials. Pure. */
export function svgOf({ seed, houseNumber, parcels, at, timeZone }: Doorstep, tile: string): string {
  const house = createChance(seedOf(seed));
  // The house stays as it is; light and parcels are those of the day.
  const day = createChance(seedOf(`${seed} ${at}`));
  const light = lightAt(at, timeZone, day);
  const wall = drawWall(house);
  const middle = between(house, -0.42, 0.42);
  const door = drawDoor(middle, house);
  const roomier = middle < 0 ? 1 : -1;
  const numberSide = house.next() < 0.7 ? roomier : -roomier;
  const edge = (side: number) => (side < 0 ? door.left : door.right);
  const lampSide = house.next() < 0.75 ? -numberSide : null;
  const lamp = lampSide === null ? null : drawLamp(edge(lampSide) + lampSide * 0.24, 1.86, light.isDusk, house);
  const plants = drawCompany(roomier === 1 ? 1 : -1, edge(roomier), house);
  const parcelsStand = {
    right: middle - roomier * between(day, 0.12, 0.4),
    away: wallAway - door.stepMetres - between(day, 0.34, 0.46),
    up: 0,
  };
  const tilt = between(day, -1.1, 1.1);
  const zoom = 1.045;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${fullPixels.width}" height="${fullPixels.height}" viewBox="0 0 ${pictureWidth} ${pictureHeight}">
    ${definitions(tile)}
    <g transform="translate(800 600) rotate(${tilt.toFixed(2)}) scale(${zoom}) translate(-800 -600)">
      ${wall.svg}${drawGround(house)}${drawClimber(house)}${door.svg}
      ${drawHouseNumber(houseNumber, edge(numberSide) + numberSide * 0.3, 1.52, wall.isDark, house)}
      ${lamp?.svg ?? ''}${drawMat(door, house)}${plants}
      ${drawParcels(Math.min(3, parcels), parcelsStand, day)}${drawPorch(house)}
    </g>
    ${light.svg(lamp)}
  </svg>`;
}

async function previewOf(upright: Buffer): Promise<Buffer> {
  for (let quality = 78; ; quality -= 8) {
    const preview = await sharp(upright).resize({ width: previewPixels }).jpeg({ quality, mozjpeg: true }).toBuffer();
    if (preview.length <= mostPreviewBytes || quality < 40) return preview;
  }
}

function exifOf({ at, place }: Doorstep) {
  const taken = new Date(at).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
  return {
    IFD0: { Make: 'Doorstep', Model: 'Drawn camera', DateTime: taken },
    IFD3: {
      GPSLatitudeRef: place.lat < 0 ? 'S' : 'N',
      GPSLatitude: degreesOf(place.lat),
      GPSLongitudeRef: place.lon < 0 ? 'W' : 'E',
      GPSLongitude: degreesOf(place.lon),
    },
  };
}

/** Degrees, minutes and seconds as EXIF's rationals. */
function degreesOf(value: number): string {
  const degrees = Math.floor(Math.abs(value));
  const minutes = Math.floor((Math.abs(value) - degrees) * 60);
  const seconds = ((Math.abs(value) - degrees) * 60 - minutes) * 60;
  return `${degrees}/1 ${minutes}/1 ${Math.round(seconds * 100)}/100`;
}

function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
