import { expect, it } from 'vitest';
import { killDuringUploads } from '../../testing/kill-uploads.ts';
import { drawnPicture } from './photos.testdata.ts';

// A hundred kills are in the bench `killed-photos`.
it('a server killed while pictures come has every acknowledged one, whole and once', { timeout: 180_000 }, async () => {
  const moments = [0.05, 0.35, 0.8];
  const survived = await killDuringUploads({
    kills: moments.length,
    picture: await drawnPicture({ width: 1600, height: 1200 }),
    preview: await drawnPicture({ width: 480, height: 360 }),
    random: () => moments.shift() ?? 0.5,
  });
  expect(survived).toMatchObject({ kills: 3, lost: 0, twice: 0 });
  // Two pictures before each kill, in two sizes; what the kill cost is sent again.
  expect(survived.acknowledged).toBe(12);
});
