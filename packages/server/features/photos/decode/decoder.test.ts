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
  it('is kept warm, and killed in the middle of a picture costs that picture alone', async () => {
    open({});
    const picture = await drawnPicture();
    expect(await decoder.decode(picture, 'full')).toMatchObject({ ok: true });
    const first = onlyProcess();
    // Halted, so that it is certainly killed before it answers.
    process.kill(first, 'SIGSTOP');
    const lost = decoder.decode(picture, 'full');
    const next = decoder.decode(picture, 'full');
    process.kill(first, 'SIGKILL');
    expect(await lost).toEqual({ ok: false, code: 'photo_failed' });
    expect(await next).toMatchObject({ ok: true });
    expect(onlyProcess()).not.toBe(first);
  });

  it('that hangs is ended when its time is up', async () => {
    open({ timeMillis: 2_000 });
    const picture = await drawnPicture();
    expect(await decoder.decode(picture, 'preview')).toMatchObject({ ok: true });
    process.kill(onlyProcess(), 'SIGSTOP');
    expect(await decoder.decode(picture, 'full')).toEqual({ ok: false, code: 'photo_failed' });
    expect(await decoder.decode(picture, 'preview')).toMatchObject({ ok: true });
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
