import { describe, expect, it } from 'vitest';
import { createSoonNamed } from './soon-named.ts';

const name = { driverId: 'drv_1', senderId: 'a picture' };
const patient = { waitMillis: 3_600_000, waiting: 1 };

/** A delivery that can be committed at any moment. */
function delivery() {
  const looks: number[] = [];
  let known = false;
  return {
    looks,
    commit: () => {
      known = true;
    },
    look: async () => {
      looks.push(looks.length);
      return known ? 'known' : null;
    },
  };
}

describe('a picture that comes before its delivery', () => {
  it('waits until that is known', async () => {
    const soon = createSoonNamed(patient);
    const { look, commit } = delivery();
    const found = soon.lookOrWait(name, look);
    soon.named({ ...name, senderId: 'another picture' });
    soon.named({ ...name, driverId: 'drv_2' });
    commit();
    soon.named(name);
    expect(await found).toBe('known');
  });

  it('misses nothing that is committed while it looks for the first time', async () => {
    const soon = createSoonNamed(patient);
    let looks = 0;
    const found = await soon.lookOrWait(name, async () => {
      looks += 1;
      if (looks > 1) return 'known';
      soon.named(name);
      return null;
    });
    expect(found).toBe('known');
  });

  it('is told to come again after a moment, and at once where many wait', async () => {
    const short = createSoonNamed({ waitMillis: 1, waiting: 1 });
    const nobody = delivery();
    expect(await short.lookOrWait(name, nobody.look)).toBeNull();
    expect(nobody.looks).toHaveLength(2);

    const soon = createSoonNamed(patient);
    const first = delivery();
    const waits = soon.lookOrWait(name, first.look);
    const second = delivery();
    expect(await soon.lookOrWait({ ...name, senderId: 'one too many' }, second.look)).toBeNull();
    first.commit();
    soon.named(name);
    expect(await waits).toBe('known');
    expect(second.looks).toHaveLength(1);
  });
});
