import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import type { TestServer, TestStop } from '../../testing/test-server.ts';

/** A drawn door in the format asked for: upper left red, upper right green, lower left blue, lower right white. */
export async function drawnPicture(
  options: { width?: number; height?: number; format?: 'jpeg' | 'png' | 'webp' } = {},
): Promise<Buffer> {
  const { width = 800, height = 600, format = 'jpeg' } = options;
  const field = (colour: string, left: number, top: number) => ({
    input: { create: { width: width / 2, height: height / 2, channels: 3 as const, background: colour } },
    left,
    top,
  });
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite([field('#d01010', 0, 0), field('#10a010', width / 2, 0), field('#1010d0', 0, height / 2)])
    .withExif({ IFD0: { Make: 'Doorphone' }, IFD3: { GPSLatitude: '49/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .toFormat(format)
    .toBuffer();
}

/** Mean colours of the four corners, each a tenth of the side: upper left, upper right, lower left, lower right. */
export async function cornersOf(picture: Buffer): Promise<readonly (readonly number[])[]> {
  const { width, height } = await sharp(picture).metadata();
  const [w, h] = [Math.ceil(width / 10), Math.ceil(height / 10)];
  const places = [
    [0, 0],
    [width - w, 0],
    [0, height - h],
    [width - w, height - h],
  ];
  return Promise.all(
    places.map(async ([left = 0, top = 0]) => {
      const corner = await sharp(picture).extract({ left, top, width: w, height: h }).toBuffer();
      return (await sharp(corner).stats()).channels.map(({ mean }) => Math.round(mean));
    }),
  );
}

/**
 * What of a JPEG is no picture, read without any library of pictures: the names of its application segments, and where
 * the words of metadata stand anywhere in its bytes.
 */
export function metadataIn(jpeg: Buffer): readonly string[] {
  const found: string[] = [];
  for (let at = 2; jpeg[at] === 0xff && jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg[at + 1] ?? 0;
    const isApplication = marker >= 0xe0 && marker <= 0xef;
    const name = jpeg.subarray(at + 4, at + 9).toString('latin1');
    if ((isApplication && name !== 'JFIF\0') || marker === 0xfe) found.push(`${marker.toString(16)} ${name}`);
  }
  const words = [
    'Exif\0\0',
    'http://ns.adobe.com/xap',
    '<x:xmpmeta',
    'Photoshop 3.0',
    'ICC_PROFILE',
    'GPSLatitude',
    'ftyp',
  ];
  for (const word of words) if (jpeg.includes(Buffer.from(word, 'latin1'))) found.push(word);
  if (!jpeg.subarray(-2).equals(Buffer.from([0xff, 0xd9]))) found.push('a tail behind its end');
  return found;
}

/** The phone of the route's driver, who can take pictures too. */
export async function pairCamera(server: TestServer) {
  const phone = await pairPhone(server);
  return withCamera(server, phone, phone.token);
}

export function withCamera(server: TestServer, phone: Phone, token: string) {
  const put = (photoId: string, size: 'preview' | 'full', bytes: Buffer, contentType = 'image/jpeg') =>
    server.app.inject({
      method: 'PUT',
      url: `/api/v1/driver/photos/${photoId}${size === 'preview' ? '/preview' : ''}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
      payload: bytes,
    });
  return {
    ...phone,
    token,
    put,
    /** Leaves a stop's parcels at a safe place with a picture that is yet to come; its id. */
    async leave(stop: TestStop | undefined, more: object = {}): Promise<string> {
      const photoId = randomUUID();
      await phone.give('deliver', { stopId: stop?.stopId, how: 'safe_place', place: 'Carport', photoId, ...more });
      return photoId;
    },
    /** The answer to an upload in one line: its status with its outcome or code. */
    async send(photoId: string, size: 'preview' | 'full', bytes: Buffer, contentType?: string): Promise<string> {
      const answer = await put(photoId, size, bytes, contentType);
      return `${answer.statusCode} ${answer.json().outcome ?? answer.json().code}`;
    },
  };
}
export type Camera = Awaited<ReturnType<typeof pairCamera>>;

/** The files that hold photos on this server's disk, or all that lie in another of its folders. */
export async function storedBlobs(server: TestServer, folder = 'photos'): Promise<readonly string[]> {
  const entries = await readdir(join(server.dataFolder, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
