import type { ParcelViewMessage } from '../../packages/contract/index.ts';
import { BenchFailed } from '../measure.ts';

/** Signs in as a browser does; answers the session's cookie. */
export async function signIn(url: string, login: { email: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(login),
  });
  if (!answer.ok) throw new BenchFailed(`Signing in was answered ${answer.status}.`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** Opens a parcel's page and follows its stream, as the page does, until the van stands elsewhere than at first. */
export async function followVan(url: string, cookie: string, parcelId: string): Promise<void> {
  const page = await fetch(`${url}/parcels/${parcelId}`, { headers: { cookie } });
  if (!page.ok || !(await page.text()).includes('doorstep-parcel'))
    throw new BenchFailed('The parcel page is not there.');
  const leaving = new AbortController();
  const timeout = setTimeout(() => leaving.abort(), 60_000);
  try {
    const stream = await fetch(`${url}/api/v1/me/parcels/${parcelId}/live`, {
      headers: { cookie },
      signal: leaving.signal,
    });
    if (!stream.ok || stream.body === null) throw new BenchFailed(`The stream was answered ${stream.status}.`);
    let first: string | null = null;
    let rest = '';
    for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const place = placeIn(event);
        if (place === null) continue;
        if (first !== null && place !== first) return;
        first ??= place;
      }
    }
    throw new BenchFailed('The stream ended before the van moved.');
  } finally {
    clearTimeout(timeout);
    leaving.abort();
  }
}

/** Where the van stands by this event of the stream, null where it does not say. */
function placeIn(event: string): string | null {
  const name = /^event: (\w+)$/m.exec(event)?.[1];
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (data === undefined) return null;
  if (name === 'van') {
    const { van }: { van: { lat: number; lon: number } | null } = JSON.parse(data);
    return van && `${van.lat} ${van.lon}`;
  }
  if (name !== 'view') return null;
  const { map }: Pick<ParcelViewMessage, 'map'> = JSON.parse(data);
  return map.shown ? `${map.van.lat} ${map.van.lon}` : null;
}
