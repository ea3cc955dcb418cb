import { type FileHandle, open } from 'node:fs/promises';
import type { BaseMap } from '@doorstep/contract';
import { bytesToHeader, PMTiles, type RangeResponse, type Source, TileType } from 'pmtiles';

/** A base map that cannot be used; the sentence names the file and what is wrong with it. */
export class BaseMapRefused extends Error {}

export const baseMapPath = '/map/base.pmtiles';
const usualAttribution = '© OpenStreetMap';
const headerBytes = 127;

/**
 * Looks at a PMTiles archive before anybody is promised a map: header, directories and the first tile must be there
 * and readable. Throws BaseMapRefused with one sentence for the operator.
 */
export async function checkBaseMap(path: string): Promise<BaseMap> {
  const refuse = (why: string) => new BaseMapRefused(`The base map ${path} cannot be used: ${why}`);
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(error.code === 'ENOENT' ? 'there is no such file.' : `it cannot be opened (${error.code}).`);
  });
  try {
    const found = await file.stat();
    const { size } = found;
    if (found.isDirectory()) throw refuse('it is a folder.');
    if (size === 0) throw refuse('the file is empty.');
    const start = await readRange(file, 0, headerBytes);
    if (start.subarray(0, 7).toString('latin1') !== 'PMTiles') throw refuse('it is not a PMTiles archive.');
    if (start[7] !== 3) throw refuse(`it is PMTiles of version ${start[7]}; version 3 is needed.`);
    if (size < headerBytes) throw refuse('it is cut off within its header.');
    const header = bytesToHeader(new Uint8Array(start).buffer);
    const end = header.tileDataOffset + (header.tileDataLength ?? 0);
    // Before anything else is read: what is missing cannot be unpacked, and the reader's own words say little.
    if (end > size) throw refuse(`it is cut off: ${end} bytes are promised, ${size} are there.`);
    if (header.tileType !== TileType.Mvt) throw refuse('its tiles are not vector tiles (MVT).');
    const archive = new PMTiles(fileSource(file, path));
    const tile = await archive.getZxy(header.minZoom, ...tileAt(header.centerLon, header.centerLat, header.minZoom));
    if (!tile && header.numTileEntries === 0) throw refuse('it holds no tiles.');
    const metadata = await archive.getMetadata();
    const attributionEnglish = attributionIn(metadata, 'attribution_en');
    return {
      path: baseMapPath,
      attribution: attributionIn(metadata, 'attribution') ?? usualAttribution,
      ...(attributionEnglish === null ? {} : { attributionEnglish }),
    };
  } catch (error) {
    if (error instanceof BaseMapRefused) throw error;
    // Where it is unpacking that fails, the error has no words.
    const what = (error instanceof Error && error.message) || 'its contents cannot be unpacked';
    throw refuse(`it is damaged (${what}).`);
  } finally {
    await file.close();
  }
}

/** As the archive says, in plain text: archives write it as HTML. Null where it says nothing of use. */
function attributionIn(metadata: unknown, name: string): string | null {
  const given: unknown = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, name) : '';
  const text =
    typeof given === 'string'
      ? given
          .replace(/<[^>]*>/g, '')
          .replaceAll('&copy;', '©')
          .replace(/\s+/g, ' ')
          .trim()
      : '';
  // What is longer than a line does not fit on a map; then OpenStreetMap is what such archives are made of.
  return text.length > 0 && text.length <= 60 ? text : null;
}

function fileSource(file: FileHandle, key: string): Source {
  return {
    getKey: () => key,
    async getBytes(offset: number, length: number): Promise<RangeResponse> {
      const bytes = await readRange(file, offset, length);
      return { data: new Uint8Array(bytes).buffer };
    },
  };
}

async function readRange(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}

/** Web Mercator tile that holds a place. */
function tileAt(lon: number, lat: number, zoom: number): [number, number] {
  const tiles = 2 ** zoom;
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  const clamp = (value: number) => Math.min(tiles - 1, Math.max(0, Math.floor(value)));
  return [clamp(((lon + 180) / 360) * tiles), clamp(y * tiles)];
}
