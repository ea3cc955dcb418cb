import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildIfStale } from './build-if-stale.ts';

it('what was built is compressed by the next start where this one ended before, and not built again', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'doorstep-build-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const folder = join(parent, 'build');
  const done: string[] = [];
  const pages = {
    what: 'the pages',
    sources: ['contract'],
    folder,
    async build() {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
      done.push('built');
    },
    async compress() {
      done.push('compressed');
    },
  };
  const start = () => buildIfStale(pages, () => done.push('said'));
  await start();
  expect(done).toEqual(['said', 'built']);
  const { finish } = await start();
  expect(done).toEqual(['said', 'built']);
  await finish?.(true);
  expect(done).toEqual(['said', 'built', 'compressed']);
  expect(await start()).toEqual({});
  // Other sources: all of it anew.
  await buildIfStale({ ...pages, sources: ['contract', 'outbox'] }, () => undefined).then((anew) =>
    anew.finish?.(true),
  );
  expect(done).toEqual(['said', 'built', 'compressed', 'built', 'compressed']);
});
