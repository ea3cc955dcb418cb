// A recipient's page that waits for its photo.
import { BenchFailed } from '../measure.ts';
import { preciseNow } from './photo-phone.ts';

/** Resolves once the page is there; `shown` resolves with the instant at which it was told that there is a photo. */
export async function watchForPhoto(
  port: number,
  watched: { readonly cookie: string; readonly parcelId: string },
): Promise<{ readonly shown: Promise<number> }> {
  const closing = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/me/parcels/${watched.parcelId}/live`, {
    headers: { cookie: watched.cookie, accept: 'text/event-stream' },
    signal: closing.signal,
  });
  if (answer.status !== 200 || answer.body === null) throw new BenchFailed(`A page was answered ${answer.status}.`);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader.read();
  let text = first.value ?? '';
  const wait = async () => {
    while (!text.includes('"photo":{"available":true')) {
      const { done, value } = await reader.read();
      if (done) throw new BenchFailed('A page ended before its photo came.');
      // What stands across two pieces is found as well; what came long before is of no use.
      text = text.slice(-200) + value;
    }
    const shownAt = preciseNow();
    closing.abort();
    return shownAt;
  };
  const shown = wait();
  // Who waits for it hears of a failure; until then it is nobody's.
  shown.catch(() => undefined);
  return { shown };
}
