import { expect, it } from 'vitest';
import { mapAppLink } from './map-app.ts';

const place = { lat: 49.5123456, lon: 11.2800001 };
const browser = (userAgent: string, maxTouchPoints = 5) => ({ userAgent, maxTouchPoints });

it.each([
  [
    'an Android phone',
    browser('Mozilla/5.0 (Linux; Android 15)'),
    'geo:49.512346,11.280000?q=49.512346,11.280000(Am%20Tor%207)',
  ],
  [
    'an iPhone',
    browser('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)'),
    'https://maps.apple.com/?daddr=49.512346,11.280000&dirflg=d',
  ],
  [
    'an iPad that calls itself a Mac',
    browser('Mozilla/5.0 (Macintosh; Intel Mac OS X)'),
    'https://maps.apple.com/?daddr=49.512346,11.280000&dirflg=d',
  ],
])('%s gets the link that its map app opens', (_phone, asked, link) => {
  expect(mapAppLink(place, 'Am Tor 7', asked)).toBe(link);
});
