import { expect, it } from 'vitest';
import { ownTracksLink } from './owntracks-link.ts';

it('the link sets OwnTracks up as the app reads it: HTTP, the key as password, measured by time, standing too', () => {
  for (const token of ['AbCdEf_-0123456789xyz', 'k', 'kk']) {
    const link = ownTracksLink('https://lieferung.example/in/owntracks', token);
    const [before, inline = '', ...rest] = link.split('=');
    expect([before, rest]).toEqual(['owntracks:///config?inline', []]);
    const read: unknown = JSON.parse(atob(decodeURIComponent(inline)));
    expect(read).toMatchObject({
      _type: 'configuration',
      mode: 3,
      url: 'https://lieferung.example/in/owntracks',
      auth: true,
      password: token,
      monitoring: 2,
      moveModeLocatorInterval: 15,
      encryptionKey: '',
    });
  }
});
