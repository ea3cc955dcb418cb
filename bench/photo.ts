// From the last byte of a preview to the notifier, and how many deliveries with both sizes a second, beside a bare server
// that decodes, looks for faces, encodes and commits the same files.
import { startChild } from './child.ts';
import type { PhotoFloor } from './floors/photo.ts';
import { openPhotoPhone, preciseNow } from './load/photo-phone.ts';
import {
  BenchFailed,
  type BenchOptions,
  type BenchResult,
  measurePairs,
  quantile,
  rounded,
  type Stretch,
  watchOwnLoad,
} from './measure.ts';
import { openPhotoTown, type PhotoTown, phonePicture } from './photo-town.ts';

const latencyTarget = 3;
const throughputTarget = 0.85;
const pairs = 5;
const looks = 100;
const deliveriesPerStretch = 12;
const atOnce = 4;
/** As many as the processes that read pictures. */
const floors = 2;

export async function photo(options: BenchOptions): Promise<BenchResult> {
  const { say } = options;
  const town = await openPhotoTown({ routes: atOnce, stopsPerRoute: 60 }, say);
  const floorServers = Array.from({ length: floors }, () =>
    startChild<PhotoFloor>(new URL('floors/photo.ts', import.meta.url), { env: town.instance.environment }),
  );
  try {
    const picture = await phonePicture('bench');
    const floorPorts = await Promise.all(floorServers.map((floor) => floor.ask('listen', null)));
    say(`Pictures of ${picture.full.length} bytes, previews of ${picture.preview.length}.`);
    const ours = () => throughputOfOurs(town, picture);
    const floor = () => throughputOfFloor(floorServers, floorPorts, picture);
    await ours();
    await floor();
    const throughput = await measurePairs({ pairs, what: 'deliveries a minute', floor, ours, say });
    const latency = await latencies(town, floorPorts[0] ?? 0, picture.preview);
    const ratio = quantile(latency.ours, 0.99) / quantile(latency.floor, 0.99);
    return {
      name: 'photo',
      unit: 'ms from the last byte of the preview to the notifier, p99',
      value: rounded(quantile(latency.ours, 0.99)),
      floor: rounded(quantile(latency.floor, 0.99)),
      ratio: rounded(ratio),
      target: latencyTarget,
      pass: ratio <= latencyTarget && throughput.ratio >= throughputTarget,
      spread: rounded(throughput.spread),
      extra: {
        medianMillis: rounded(quantile(latency.ours, 0.5)),
        medianFloorMillis: rounded(quantile(latency.floor, 0.5)),
        deliveriesPerMinute: rounded(throughput.value),
        deliveriesPerMinuteFloor: rounded(throughput.floor),
        throughputRatio: rounded(throughput.ratio),
        throughputTarget,
        throughputPass: throughput.ratio >= throughputTarget,
      },
    };
  } finally {
    await Promise.all(floorServers.map((each) => each.stop()));
    await town.close();
  }
}

type Picture = Awaited<ReturnType<typeof phonePicture>>;

/** Deliveries that were recorded before send both sizes, a few at once. */
async function throughputOfOurs(town: PhotoTown, picture: Picture): Promise<Stretch> {
  const jobs = [];
  for (let n = 0; n < deliveriesPerStretch; n += 1) {
    const { phone, stops } = at(town.phones, n);
    const stop = stops.shift();
    if (!stop) throw new BenchFailed('There are not so many stops.');
    jobs.push({ phone, photoId: await phone.leave(stop.stopId) });
  }
  const cpuBefore = await town.server.ask('cpuMicros', null);
  const stretch = await timed(jobs, async ({ phone, photoId }) => {
    for (const size of ['preview', 'full'] as const) {
      const { status, text } = await phone.put(photoId, size, picture[size]);
      if (status !== 200) throw new BenchFailed(`A picture was answered ${status}: ${text.slice(0, 200)}`);
    }
  });
  return { ...stretch, cpuMicrosEach: ((await town.server.ask('cpuMicros', null)) - cpuBefore) / jobs.length };
}

async function throughputOfFloor(
  servers: readonly { ask(name: 'cpuMicros', input: null): Promise<number> }[],
  ports: readonly number[],
  picture: Picture,
): Promise<Stretch> {
  const phones = ports.map((port) => openPhotoPhone(port, 'floor'));
  const cpu = async () =>
    (await Promise.all(servers.map((each) => each.ask('cpuMicros', null)))).reduce((a, b) => a + b);
  const before = await cpu();
  const jobs = Array.from({ length: deliveriesPerStretch }, (_, n) => at(phones, n));
  const stretch = await timed(jobs, async (phone) => {
    for (const size of ['preview', 'full'] as const) await phone.put('x', size, picture[size]);
  });
  for (const phone of phones) phone.close();
  return { ...stretch, cpuMicrosEach: ((await cpu()) - before) / jobs.length };
}

async function timed<T>(jobs: readonly T[], work: (job: T) => Promise<void>): Promise<Omit<Stretch, 'cpuMicrosEach'>> {
  const ownLoad = watchOwnLoad();
  const startedAt = preciseNow();
  const queue = [...jobs];
  const workOn = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await work(job);
  };
  await Promise.all(Array.from({ length: atOnce }, workOn));
  return { perSecond: (jobs.length * 60_000) / (preciseNow() - startedAt), generatorBusy: ownLoad() };
}

/** One upload a second to each, half a second apart, in turn. */
async function latencies(town: PhotoTown, floorPort: number, preview: Buffer) {
  const floorPhone = openPhotoPhone(floorPort, 'floor');
  const [ours, floor]: [number[], number[]] = [[], []];
  for (let n = 0; n < looks; n += 1) {
    const { phone, stops } = at(town.phones, n);
    const stop = stops.shift();
    if (!stop) throw new BenchFailed('There are not so many stops.');
    const told = await town.server.ask('messages', null);
    const photoId = await phone.leave(stop.stopId);
    // That it was delivered is told first: that the photo came is then a message of its own.
    await town.server.ask('messageAt', { number: told + 1 });
    await longAgo(town, stop.stopId);
    const { lastByteAt } = await phone.put(photoId, 'preview', preview);
    ours.push((await town.server.ask('messageAt', { number: told + 2 })) - lastByteAt);
    await pause(300);
    const bare = await floorPhone.put('x', 'preview', preview);
    floor.push(preciseNow() - bare.lastByteAt);
    await pause(300);
  }
  floorPhone.close();
  return { ours, floor };
}

/** A photo is told by a message of its own only where the word of its delivery is older than a little. */
async function longAgo({ instance }: PhotoTown, stopId: string): Promise<void> {
  await instance.database.pool.query(
    `update notifications set sent_at = sent_at - interval '1 hour' where subject_id = $1 and event = 'delivered'`,
    [stopId],
  );
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new BenchFailed('There is none.');
  return found;
}

const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));
