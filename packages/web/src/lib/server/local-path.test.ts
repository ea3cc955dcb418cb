import { describe, expect, it } from 'vitest';
import { localPath } from './local-path.ts';

describe('a path to return to', () => {
  it('is kept with its query where it is ours', () => {
    expect(localPath('/parcels/par_1?x=1', '/')).toBe('/parcels/par_1?x=1');
  });

  it('never leads to another site', () => {
    const others = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/.//evil.example',
    ];
    for (const path of [...others, 'javascript:alert(1)', '', null, undefined, 7]) {
      expect(localPath(path, '/orders')).toBe('/orders');
    }
  });
});
