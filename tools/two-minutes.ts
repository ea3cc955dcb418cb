// How long the first two minutes of the demo take: from opening the recipient's page to the van's first movement, to the
// van at the door, to the delivery and to its photo, in the model town or in the towns given:
//   node launch.mjs tools/two-minutes.ts [--town FILE.osm.pbf]...
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { followPage, placeIn, signIn } from '../bench/load/page-visit.ts';
import { startDemo } from '../demo/start-demo.ts';

const longestMillis = 180_000;
const moments = ['moved', 'at the door', 'delivered', 'photo'] as const;
type Moment = (typeof moments)[number];

const { values } = parseArgs({ options: { town: { type: 'string', multiple: true, default: [] } } });

/** Seconds after the page was opened. */
async function watchTown(townFile: string | null): Promise<ReadonlyMap<Moment, number>> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'doorstep-two-minutes-'));
  // PostgreSQL runs as a user of its own where we are root, and has to reach its files.
  await chmod(dataDirectory, 0o755);
  const wish = { speed: 5, port: 0, host: '127.0.0.1', dataDirectory, townFile, seed: 7, json: false };
  const demo = await startDemo(wish, () => undefined);
  try {
    const near = (await demo.logins()).find(({ what }) => what === 'near');
    const { email, password, parcelId } = near ?? {};
    if (!email || !password || !parcelId) throw new Error('the demo has no near recipient');
    const cookie = await signIn(demo.url, { email, password });
    return await watchParcel(demo.url, { cookie, parcelId });
  } finally {
    await demo.close();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function watchParcel(
  url: string,
  watched: { readonly cookie: string; readonly parcelId: string },
): Promise<ReadonlyMap<Moment, number>> {
  const openedAt = performance.now();
  const seen = new Map<Moment, number>();
  const note = (moment: Moment) => {
    if (!seen.has(moment)) seen.set(moment, (performance.now() - openedAt) / 1_000);
  };
  let first: string | null = null;
  for await (const event of followPage(url, watched, longestMillis)) {
    const place = placeIn(event);
    first ??= place;
    if (place !== null && place !== first) note('moved');
    if (event.name !== 'view') continue;
    const { status, photo } = event.view;
    if (/ist da$/.test(status.headline)) note('at the door');
    if (status.state === 'delivered') note('delivered');
    if (photo.available) note('photo');
    if (seen.has('photo')) break;
  }
  return seen;
}

for (const town of values.town.length === 0 ? [null] : values.town) {
  const seen = await watchTown(town);
  const said = moments.map((moment) => `${moment} ${seen.get(moment)?.toFixed(1) ?? 'never'}`);
  console.log(
    `${town === null ? 'model town' : basename(town)}: ${said.join(', ')} (seconds after the page was opened)`,
  );
}
