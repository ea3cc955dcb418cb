import type { ParcelViewMessage, VanFrame } from '../../packages/contract/index.ts';
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
  let first: string | null = null;
  for await (const event of followPage(url, { cookie, parcelId }, 60_000)) {
    const place = placeIn(event);
    if (place === null) continue;
    if (first !== null && place !== first) return;
    first ??= place;
  }
  throw new BenchFailed('The stream ended before the van moved.');
}

/** What of the stream a page draws: a whole view, or the van alone. */
type PageEvent =
  | { readonly name: 'view'; readonly view: ParcelViewMessage }
  | { readonly name: 'van'; readonly van: VanFrame['van'] };

/** Opens the page and its stream; ends with the stream, or throws after so long. */
export async function* followPage(
  url: string,
  { cookie, parcelId }: { readonly cookie: string; readonly parcelId: string },
  longestMillis: number,
): AsyncGenerator<PageEvent> {
  const page = await fetch(`${url}/parcels/${parcelId}`, { headers: { cookie } });
  if (!page.ok || !(await page.text()).includes('doorstep-parcel'))
    throw new BenchFailed('The parcel page is not there.');
  const leaving = new AbortController();
  const timeout = setTimeout(() => leaving.abort(), longestMillis);
  try {
    const stream = await fetch(`${url}/api/v1/me/parcels/${parcelId}/live`, {
      headers: { cookie },
      signal: leaving.signal,
    });
    if (!stream.ok || stream.body === null) throw new BenchFailed(`The stream was answered ${stream.status}.`);
    let rest = '';
    for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const read = readEvent(event);
        if (read !== null) yield read;
      }
    }
  } finally {
    clearTimeout(timeout);
    leaving.abort();
  }
}

function readEvent(event: string): PageEvent | null {
  const name = /^event: (\w+)$/m.exec(event)?.[1];
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (data === undefined) return null;
  if (name === 'view') return { name, view: JSON.parse(data) };
  if (name !== 'van') return null;
  const { van }: VanFrame = JSON.parse(data);
  return { name, van };
}

/** Where the van stands by this event, null where it does not say. */
export function placeIn(event: PageEvent): string | null {
  const van = event.name === 'van' ? event.van : event.view.map.shown ? event.view.map.van : null;
  return van && `${van.lat} ${van.lon}`;
}
