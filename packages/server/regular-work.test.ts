import { expect, it } from 'vitest';
import { keepHouse } from './regular-work.ts';
import { keepLog } from './testing/kept-log.ts';

it('a step of housekeeping that fails keeps no other from its turn, and is named in the log', async () => {
  const log = keepLog();
  const done: string[] = [];
  const steps = {
    before: () => done.push('before'),
    broken: () => Promise.reject(new RangeError('no such table')),
    after: async () => done.push('after'),
  };
  const housekeeping = keepHouse(steps, log.logger);
  await housekeeping.first;
  housekeeping.stop();
  expect(done).toEqual(['before', 'after']);
  expect(log.lines.map((line) => JSON.parse(line))).toMatchObject([{ step: 'broken', kind: 'RangeError' }]);
});
