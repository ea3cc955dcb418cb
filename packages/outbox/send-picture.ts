import type { Failure, OutboxSend, OutboxStore, WaitingPhoto } from './ports.ts';
import { photoItemIds } from './settlement.ts';

interface PictureSendingDeps {
  readonly store: OutboxStore;
  readonly send: OutboxSend;
  readonly clock: { now(): number };
  fail(because: string, retryAfterMillis: number | null): Failure;
  onAnswered(): void;
}

/** How long a picture waits for a delivery that the server does not know. */
const unknownDeliveryMillis = 24 * 3_600_000;

/** How one size of a picture goes out, and what is kept of it afterwards. */
export function createPictureSending({ store, send, clock, fail, onAnswered }: PictureSendingDeps) {
  /** Pictures go after all commands: a delivery that is unknown a day later was lost, and no waiting brings it back. */
  function isGivenUp({ recordedAt }: WaitingPhoto): boolean {
    return recordedAt === undefined || clock.now() - Date.parse(recordedAt) > unknownDeliveryMillis;
  }

  return {
    /** One that comes too early is put off, so that it holds up nothing else. */
    async upload(photo: WaitingPhoto, putOff: Set<string>): Promise<Failure | null> {
      const { id, photoId, size, contentType } = photo;
      const bytes = await store.readPhoto(id);
      // Wiped in between by another tab, which has been told that the server has it.
      if (bytes === null) {
        await store.settle([id], []);
        return null;
      }
      const sent = await send.photo({ photoId, size, contentType, bytes });
      switch (sent.outcome) {
        case 'answered':
          await store.settle(sent.result === 'discarded' ? photoItemIds(photoId) : [id], []);
          onAnswered();
          return null;
        case 'refused':
          await store.settle([id], [{ kind: 'photo', id, because: sent.because, photoId }]);
          return null;
        case 'not_yet':
          if (isGivenUp(photo))
            await store.settle(photoItemIds(photoId), [{ kind: 'photo', id, because: sent.because, photoId }]);
          else for (const each of photoItemIds(photoId)) putOff.add(each);
          return null;
        case 'failed_for_now':
          return fail(sent.because, sent.retryAfterMillis);
        case 'unauthorised':
          return sent;
      }
    },
    /**
     * A preview sets out together with the delivery that names it, for which the server waits a moment: on a mobile line
     * that saves a round trip. Whatever but "I have it" comes of that, it waits on and is sent again in its turn.
     */
    async sendAlong({ id, photoId, size, contentType }: WaitingPhoto): Promise<null> {
      const bytes = await store.readPhoto(id);
      const sent = bytes && (await send.photo({ photoId, size, contentType, bytes }));
      if (sent?.outcome === 'answered')
        await store.settle(sent.result === 'discarded' ? photoItemIds(photoId) : [id], []);
      return null;
    },
  };
}
