import { expect, it } from 'vitest';
import { traccarAppLink, traccarQrLink } from './traccar-link.ts';

const intake = 'https://doorstep.example/in/osmand';
const token = 'a'.repeat(43);

/** As Traccar Client's configuration reads it: an http link's own address, else the parameter `url`. */
function asTraccarReads(link: string) {
  const { protocol, origin, pathname, searchParams, host } = new URL(link);
  const isHttp = protocol === 'http:' || protocol === 'https:';
  return {
    url: isHttp ? `${origin}${pathname}` : searchParams.get('url'),
    isAction: host === 'action',
    settings: Object.fromEntries(searchParams),
  };
}

it.each([traccarAppLink, traccarQrLink])(
  'sets server, key, and an interval that calls no parked van delayed (%o)',
  (link) => {
    const read = asTraccarReads(link(intake, token));
    expect(read).toMatchObject({ url: intake, isAction: false, settings: { id: token, stop_detection: 'false' } });
    expect(Number(read.settings.interval)).toBeLessThanOrEqual(25);
    expect(Number(read.settings.fastest_interval)).toBeLessThanOrEqual(Number(read.settings.interval));
    expect(read.settings.distance).toBe('0');
  },
);
