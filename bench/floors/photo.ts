// The floor of `photo`: bare node:http that does what nobody can leave out with a picture, in its own process: decode,
// turn, make small, look for faces, encode, make the preview, commit one row, answer.
import { createServer } from 'node:http';
import pg from 'pg';
import sharp from 'sharp';
import { openFaceNetwork } from '../../packages/server/features/photos/decode/face-network.ts';
import { findFaces } from '../../packages/server/features/photos/decode/find-faces.ts';
import { asPixels, pictureOf, shrunk } from '../../packages/server/features/photos/decode/pixels.ts';
import { answerParent, observing } from '../child.ts';

sharp.cache(false);
sharp.concurrency(1);
const network = await openFaceNetwork();
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL ?? '', max: 4 });
await pool.query('create table if not exists floor_photos (id bigserial primary key, bytes integer not null)');
let doneAt = 0;

async function takePicture(bytes: Buffer, longestSide: number): Promise<void> {
  const upright = await asPixels(
    sharp(bytes)
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' }),
  );
  await findFaces(network, upright);
  const full = longestSide > 480 ? await pictureOf(upright).jpeg({ quality: 82 }).toBuffer() : Buffer.alloc(0);
  const preview = await pictureOf(await shrunk(upright, 480))
    .jpeg({ quality: 74 })
    .toBuffer();
  await pool.query('insert into floor_photos (bytes) values ($1)', [full.length + preview.length]);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const isPreview = request.url?.endsWith('/preview') ?? false;
    if (request.method === 'PUT') await takePicture(Buffer.concat(chunks), isPreview ? 480 : 1600);
    else await pool.query('insert into floor_photos (bytes) values (0)');
    doneAt = performance.timeOrigin + performance.now();
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '2' });
    response.end('{}');
  });
});

const work = {
  listen: (_input: null) =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    }),
  /** When the last picture was done with. */
  doneAt: (_input: null) => doneAt,
  ...observing(),
};
export type PhotoFloor = typeof work;

answerParent<PhotoFloor>({ ...work, stop: () => pool.end() });
