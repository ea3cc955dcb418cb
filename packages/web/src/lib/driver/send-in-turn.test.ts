import { locks } from 'node:worker_threads';
import { createMemoryStore, createOutbox, type OutboxSend } from '@doorstep/outbox';
import { describe, expect, it } from 'vitest';
import { createSendInTurn } from './send-in-turn.ts';

/** Another tab that is awake, if it sends at all. */
const awake = { isInFront: () => true, answers: async () => true };

const receivedAt = '2026-06-09T06:00:00.000Z';
const place = { lat: 49.51, lon: 11.28, accuracyMetres: 8 };
const photo = (id: string) => ({
  id,
  preview: Uint8Array.of(1),
  full: Uint8Array.of(2),
  contentType: 'image/jpeg' as const,
});

/** A phone whose pictures are under way until they are let go. */
function phone() {
  const sent: string[] = [];
  const { promise: photosMayGo, resolve: letGo } = Promise.withResolvers<void>();
  const send: OutboxSend = {
    async commands({ commands }) {
      sent.push(...commands.map(({ id }) => id));
      return { outcome: 'answered', receivedAt, answers: commands.map(({ id }) => ({ id, outcome: 'done' })) };
    },
    async fixes({ fixes }) {
      sent.push(...fixes.map(({ id }) => id));
      return { outcome: 'answered', receivedAt, answers: fixes.map(({ id }) => ({ id, outcome: 'accepted' })) };
    },
    async photo({ photoId, size }) {
      sent.push(`${photoId}/${size}`);
      await photosMayGo;
      return { outcome: 'answered', result: 'stored' };
    },
  };
  return { sent, letGo, outbox: createOutbox({ store: createMemoryStore(), send, clock: Date }) };
}

describe('tabs that send in turn', () => {
  it('let the newest position and the next door go beside a picture of their own that is under way', async () => {
    const { sent, letGo, outbox } = phone();
    const { send } = createSendInTurn(outbox, locks, awake);
    await outbox.recordPhoto(photo('slow'));
    const first = send();
    await expect.poll(() => sent).toContain('slow/preview');
    const position = await outbox.recordFix(place);
    const second = send();
    await expect.poll(() => sent).toContain(position);
    const nextDoor = await outbox.record({ type: 'deliver', stopId: 'stp_1', how: 'mailbox' });
    const third = send();
    await expect.poll(() => sent).toContain(nextDoor);
    expect(sent).not.toContain('slow/full');
    letGo();
    expect(await Promise.all([first, second, third])).toEqual(Array(3).fill({ outcome: 'empty' }));
  });

  it('wait while another has its turn, once for all that is asked meanwhile', async () => {
    const other = phone();
    const { sent, letGo, outbox } = phone();
    letGo();
    await other.outbox.recordPhoto(photo('others'));
    const others = createSendInTurn(other.outbox, locks, awake).send();
    await expect.poll(() => other.sent).toContain('others/preview');
    const { send } = createSendInTurn(outbox, locks, awake, 5);
    const first = send();
    const position = await outbox.recordFix(place);
    const second = send();
    expect(sent).toEqual([]);
    other.letGo();
    await others;
    expect(await Promise.all([first, second])).toEqual([{ outcome: 'empty' }, { outcome: 'empty' }]);
    expect(sent).toEqual([position]);
    const later = await outbox.recordFix(place);
    expect(await send()).toEqual({ outcome: 'empty' });
    expect(sent, 'and takes the next turn anew').toEqual([position, later]);
  });

  it('take it from one that sleeps with a picture under way, where they are in front; it may still wake up', async () => {
    const { sent: sleeperSent, letGo: wakeUp, outbox: sleepers } = phone();
    const { sent, letGo, outbox } = phone();
    letGo();
    await sleepers.recordPhoto(photo('asleep'));
    const sleeper = createSendInTurn(sleepers, locks, awake);
    const asleep = sleeper.send();
    await expect.poll(() => sleeperSent).toContain('asleep/preview');
    let inFront = false;
    const { send } = createSendInTurn(outbox, locks, { isInFront: () => inFront, answers: async () => false }, 5);
    const position = await outbox.recordFix(place);
    const front = send();
    await new Promise((next) => setTimeout(next, 50));
    expect(sent, 'behind, it waits').toEqual([]);
    inFront = true;
    expect(await front).toEqual({ outcome: 'empty' });
    expect(sent).toEqual([position]);
    expect(sleeper.hasTurn).toBe(true);
    wakeUp();
    expect(await asleep, 'what was under way ends as it would have').toEqual({ outcome: 'empty' });
    expect(sleeper.hasTurn).toBe(false);
  });
});
