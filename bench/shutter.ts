// From the shutter to the notifier, for a phone on a weak mobile line: the driver's outbox sends the delivery and the
// preview, and afterwards the full picture, through 1.6 Mbit/s, 150 ms and one lost packet in a hundred. Until the notifier
// was called with the delivery, and the recipient's page, which stands open, was told of the photo: a photo that comes
// right behind its delivery is no message of its own.
import { createHttpSend, createMemoryStore, createOutbox } from '../packages/outbox/index.ts';
import { startChild } from './child.ts';
import type { PhotoFloor } from './floors/photo.ts';
import { openPhotoPhone, preciseNow } from './load/photo-phone.ts';
import { watchForPhoto } from './load/photo-watch.ts';
import { openSlowLine } from './load/slow-line.ts';
import { BenchFailed, type BenchOptions, type BenchResult, quantile, rounded } from './measure.ts';
import { openPhotoTown, phonePicture } from './photo-town.ts';

const line = { bitsPerSecond: 1_600_000, roundTripMillis: 150, loss: 0.01 };
const targetMillis = 1000;
const shots = 40;

export async function shutter({ say }: BenchOptions): Promise<BenchResult> {
  const town = await openPhotoTown({ routes: 1, stopsPerRoute: shots + 4 }, say);
  const floor = startChild<PhotoFloor>(new URL('floors/photo.ts', import.meta.url), { env: town.instance.environment });
  const [one] = town.phones;
  if (!one) throw new BenchFailed('There is no phone.');
  const ourLine = await openSlowLine(town.port, { ...line, seed: 7 });
  const floorLine = await openSlowLine(await floor.ask('listen', null), { ...line, seed: 7 });
  const floorPhone = openPhotoPhone(floorLine.port, 'floor');
  try {
    const send = createHttpSend({ url: `http://127.0.0.1:${ourLine.port}`, token: one.token });
    const outbox = createOutbox({
      store: createMemoryStore(),
      send,
      clock: { now: () => Date.now() },
    });
    const ours: number[] = [];
    const bare: number[] = [];
    const whole: number[] = [];
    const previews: number[] = [];
    // The first ones warm both up.
    for (let n = -3; n < shots; n += 1) {
      const stop = one.stops.shift();
      if (!stop) throw new BenchFailed('There are not so many stops.');
      const picture = await phonePicture(`shutter ${n}`);
      const photo = { id: crypto.randomUUID(), ...picture, contentType: 'image/jpeg' };
      await outbox.recordFix({ lat: 48.05, lon: 9.05, accuracyMetres: 5 });
      await outbox.flush();
      const told = await town.server.ask('messages', null);
      const page = await watchForPhoto(town.port, { cookie: town.cookie, parcelId: stop.parcelId });
      // As when the camera was opened.
      await send.warm();
      const shotAt = preciseNow();
      const deliver = { type: 'deliver' as const, stopId: stop.stopId, how: 'safe_place' as const, photoId: photo.id };
      await outbox.recordTogether([deliver], photo);
      const flushed = await outbox.flush();
      if (flushed.outcome !== 'empty') throw new BenchFailed(`The outbox is not empty: ${flushed.outcome}`);
      const toldAt = Math.max(await page.shown, await town.server.ask('messageAt', { number: told + 1 }));

      const bareAt = preciseNow();
      await floorPhone.order('deliver', {}).catch(() => undefined);
      await floorPhone.put('x', 'preview', picture.preview);
      const bareDoneAt = await floor.ask('doneAt', null);
      if (n < 0) continue;
      previews.push(picture.preview.length);
      ours.push(toldAt - shotAt);
      bare.push(bareDoneAt - bareAt);
      whole.push(preciseNow() - shotAt - (preciseNow() - bareAt));
      if (n % 10 === 9)
        say(`  ${n + 1} shots, the last ${Math.round(toldAt - shotAt)} ms, bare ${Math.round(bareDoneAt - bareAt)} ms`);
    }
    const value = quantile(ours, 0.95);
    return {
      name: 'shutter',
      unit: 'ms from the shutter to the notifier, p95, event and preview over 1.6 Mbit/s, 150 ms, 1 % loss',
      value: rounded(value),
      floor: rounded(quantile(bare, 0.95)),
      ratio: rounded(value / quantile(bare, 0.95)),
      target: targetMillis,
      pass: value <= targetMillis,
      spread: null,
      extra: {
        medianMillis: rounded(quantile(ours, 0.5)),
        medianFloorMillis: rounded(quantile(bare, 0.5)),
        fullPictureThereP95Millis: rounded(quantile(whole, 0.95)),
        previewBytesMedian: rounded(quantile(previews, 0.5)),
        shots,
      },
    };
  } finally {
    floorPhone.close();
    ourLine.close();
    floorLine.close();
    await floor.stop();
    await town.close();
  }
}
