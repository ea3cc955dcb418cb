// A hundred kills of the server while pictures come; a few of them are in `npm test`.
import { killDuringUploads } from '../packages/server/testing/kill-uploads.ts';
import { createChance } from '../packages/simulator/chance.ts';
import type { BenchOptions, BenchResult } from './measure.ts';
import { phonePicture } from './photo-town.ts';

const kills = 100;

export async function killedPhotos({ say }: BenchOptions): Promise<BenchResult> {
  const { full, preview } = await phonePicture('killed');
  say(`${kills} kills, each within the first second of two pictures that are sent; this takes minutes.`);
  const survived = await killDuringUploads({ kills, picture: full, preview, random: createChance(5).next });
  const value = survived.lost + survived.twice;
  return {
    name: 'killed-photos',
    unit: 'acknowledged pictures lost or there twice',
    value,
    floor: null,
    ratio: null,
    target: 0,
    pass: value === 0 && survived.acknowledged === kills * 4,
    spread: null,
    extra: { ...survived },
  };
}
