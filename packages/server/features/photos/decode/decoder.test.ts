import { afterEach, describe, expect, it } from 'vitest';
import { drawnPicture } from '../photos.testdata.ts';
import { createDecoder, type Decoder, usualDecodeLimits } from './decoder.ts';

let decoder: Decoder;
afterEach(() => decoder?.close());
const open = (limits: Partial<typeof usualDecodeLimits>) => {
  decoder = createDecoder({ ...usualDecodeLimits, processes: 1, ...limits });
};
const onlyProcess = () => {
  const [pid] = decoder.processIds();
  if (pid === undefined) throw new Error('no process is there');
  return pid;
};

describe.skipIf(process.platform === 'win32')('a process that reads pictures', () => {
  it('is kept warm, and killed in the middle of a picture is replaced: no picture is lost', async () => {
    open({});
    const picture = await drawnPicture();
    expect(await decoder.decode(picture, 'full')).toMatchObject({ ok: true });
    const first = onlyProcess();
    // Halted, so that it is certainly killed before it answers.
    process.kill(first, 'SIGSTOP');
    const lost = decoder.decode(picture, 'full');
    const next = decoder.decode(picture, 'full');
    process.kill(first, 'SIGKILL');
    expect(await lost).toMatchObject({ ok: true });
    expect(await next).toMatchObject({ ok: true });
    expect(onlyProcess()).not.toBe(first);
  });

  it('goes on when the whole group is told to end: a picture under way is answered', async () => {
    open({});
    const picture = await drawnPicture();
    await decoder.decode(picture, 'preview');
    const pid = onlyProcess();
    const underWay = decoder.decode(picture, 'full');
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(pid, signal);
    expect(await underWay).toMatchObject({ ok: true });
    expect(onlyProcess()).toBe(pid);
  });

  it('that is not even ready in time, twice, says nothing of the picture', async () => {
    open({ startMillis: 1 });
    expect(await decoder.decode(await drawnPicture(), 'full')).toEqual({ ok: false, code: 'unavailable' });
  });

  it('that takes too long twice with the same picture cannot read it', async () => {
    open({ timeMillis: 1 });
    const large = await drawnPicture({ width: 4000, height: 3000 });
    expect(await decoder.decode(large, 'full')).toEqual({ ok: false, code: 'photo_unreadable' });
  });

  it('that hangs is ended when its time is up, and the picture gets a fresh one', async () => {
    open({ timeMillis: 6_000 });
    const picture = await drawnPicture();
    expect(await decoder.decode(picture, 'preview')).toMatchObject({ ok: true });
    process.kill(onlyProcess(), 'SIGSTOP');
    expect(await decoder.decode(picture, 'full')).toMatchObject({ ok: true });
    expect(await decoder.decode(picture, 'preview')).toMatchObject({ ok: true });
  });

  it.skipIf(process.platform !== 'linux')(
    'that takes too much of a processor for a picture cannot read it',
    async () => {
      open({ cpuMillis: 1 });
      const large = await drawnPicture({ width: 4000, height: 3000 });
      expect(await decoder.decode(large, 'full')).toEqual({ ok: false, code: 'photo_unreadable' });
    },
  );

  it.skipIf(process.platform !== 'linux')('that takes too much memory for a picture twice cannot read it', async () => {
    open({ memoryBytes: 1024 });
    const large = await drawnPicture({ width: 4000, height: 3000 });
    expect(await decoder.decode(large, 'full')).toEqual({ ok: false, code: 'photo_unreadable' });
  });

  it('that died while it had nothing to do costs nothing', async () => {
    open({});
    const picture = await drawnPicture();
    await decoder.decode(picture, 'preview');
    process.kill(onlyProcess(), 'SIGKILL');
    await expect.poll(() => decoder.processIds()).toEqual([]);
    expect(await decoder.decode(picture, 'preview')).toMatchObject({ ok: true });
  });

  it('lets only so many pictures wait', async () => {
    open({ waiting: 1 });
    const picture = await drawnPicture();
    const answers = await Promise.all([1, 2, 3].map(() => decoder.decode(picture, 'preview')));
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.code))).toEqual(['ok', 'ok', 'unavailable']);
  });

  it('has none of the server’s settings and secrets', async () => {
    open({});
    await decoder.decode(await drawnPicture(), 'preview');
    if (process.platform !== 'linux') return;
    const { readFile } = await import('node:fs/promises');
    const environment = await readFile(`/proc/${onlyProcess()}/environ`, 'utf8');
    expect(environment).not.toMatch(/DOORSTEP|DATABASE|VITEST/);
  });
});
