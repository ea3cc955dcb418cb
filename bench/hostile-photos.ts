// Ten thousand damaged pictures through the real door: seeded mutations of good files. Counted are violations: an answer
// that is none of the catalogue's, metadata in what is stored, a health check without an answer, a server that died.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import exifr from 'exifr';
import sharp from 'sharp';
import { metadataIn } from '../packages/server/features/photos/photos.testdata.ts';
import { hasSharedData, sharedData } from '../packages/server/testing/shared-data.ts';
import { createChance } from '../packages/simulator/chance.ts';
import { mutated } from './load/mutations.ts';
import { BenchFailed, type BenchOptions, type BenchResult, count } from './measure.ts';
import { openPhotoTown, type PhotoTown, phonePicture } from './photo-town.ts';

const mutations = 10_000;
const phones = 4;
const expected: ReadonlySet<string> = new Set([
  '200 stored',
  '415 photo_format',
  '422 photo_unreadable',
  '422 photo_too_many_pixels',
  '422 photo_of_a_person',
]);

export async function hostilePhotos({ say }: BenchOptions): Promise<BenchResult> {
  const sources = await goodFiles(say);
  const town = await openPhotoTown({ routes: phones, stopsPerRoute: 2 }, say);
  say(`${sources.length} good files, ${count(mutations)} mutations of them.`);
  const tally = new Map<string, number>();
  const violations: string[] = [];
  const violated = (what: string) => {
    violations.push(what);
    if (violations.length <= 20) say(`  ${what}`);
  };
  let next = 0;
  try {
    const mutate = async (number: number) => {
      const chance = createChance(number + 1);
      const source = sources[Math.floor(chance.next() * sources.length)] ?? Buffer.alloc(0);
      return mutated(source, sources, chance);
    };
    await Promise.all(
      town.phones.map(async (each) => {
        const camera = openCamera(town, each);
        for (let number = next++; number < mutations; number = next++) {
          const answer = await camera.take(await mutate(number));
          tally.set(answer.outcome, (tally.get(answer.outcome) ?? 0) + 1);
          if (!expected.has(answer.outcome)) violated(`mutation ${number}: ${answer.outcome}`);
          for (const word of answer.left) violated(`mutation ${number}: stored with ${word}`);
          if (number % 50 === 0 && !(await isHealthy(town.port))) violated(`mutation ${number}: no health`);
          if (number % 1000 === 999) say(`  ${count(number + 1)} taken`);
        }
      }),
    );
    return {
      name: 'hostile-photos',
      unit: 'violations in 10,000 mutations',
      value: violations.length,
      floor: null,
      ratio: null,
      target: 0,
      pass: violations.length === 0,
      spread: null,
      extra: Object.fromEntries([...tally].map(([outcome, times]) => [outcome.replace(' ', '_'), times])),
    };
  } finally {
    await town.close();
  }
}

/** Delivers at one stop again and again: a picture that is kept is looked at, and its delivery undone. */
function openCamera(town: PhotoTown, { phone, stops }: PhotoTown['phones'][number]) {
  const [stop] = stops;
  if (!stop) throw new BenchFailed('There is no stop.');
  let photoId: string | null = null;
  const shown = async (path: string) => {
    const url = `http://127.0.0.1:${town.port}/api/v1/me/parcels/${stop.parcelId}/${path}`;
    const answer = await fetch(url, { headers: { cookie: town.cookie } });
    return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : null;
  };
  return {
    async take(bytes: Buffer): Promise<{ outcome: string; left: readonly string[] }> {
      photoId ??= await phone.leave(stop.stopId);
      let { status, text } = await phone.put(photoId, 'full', bytes);
      // A busy server asks the phone to come again; that is no answer to the picture.
      for (let again = 0; status === 503 && again < 20; again += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        ({ status, text } = await phone.put(photoId, 'full', bytes));
      }
      const outcome = `${status} ${/"(?:outcome|code)":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 80)}`;
      if (outcome !== '200 stored') return { outcome, left: [] };
      photoId = null;
      const left: string[] = [];
      for (const path of ['photo', 'photo/preview']) left.push(...(await whatIsLeft(await shown(path))));
      await phone.order('undo', { stopId: stop.stopId });
      return { outcome, left };
    },
  };
}

async function whatIsLeft(picture: Buffer | null): Promise<readonly string[]> {
  if (picture === null) return ['no picture'];
  const read = await exifr.parse(picture, true).catch(() => undefined);
  return [...metadataIn(picture), ...(read === undefined ? [] : Object.keys(read))];
}

async function isHealthy(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** Drawn doorsteps in the three formats with all that a phone writes into them, and the real pictures where they are. */
async function goodFiles(say: BenchOptions['say']): Promise<readonly Buffer[]> {
  const files: Buffer[] = [];
  for (const seed of ['a', 'b']) {
    const { full } = await phonePicture(seed);
    for (const format of ['jpeg', 'png', 'webp'] as const)
      files.push(
        await sharp(full)
          .resize({ width: 320 })
          .keepExif()
          .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>47.5558</place></x:xmpmeta>')
          .withIccProfile('p3')
          .toFormat(format)
          .toBuffer(),
      );
  }
  if (!hasSharedData) {
    say('Without real pictures: ../shared/data is not there.');
    return files;
  }
  for (const entry of readdirSync(sharedData('photos'), { recursive: true, withFileTypes: true })) {
    const file = `${entry.parentPath}/${entry.name}`;
    if (entry.isFile() && /\.(jpe?g|png|webp)$/i.test(entry.name) && statSync(file).size < 200_000)
      files.push(readFileSync(file));
  }
  return files;
}
