import type { Fix, FixAnswer } from '@doorstep/contract';
import type { OutboxSend } from '@doorstep/outbox';

/**
 * Sends fixes as OsmAnd and old Traccar Clients do: one GET each, everything in the query, the device token as `id`,
 * the time in whole unix seconds. The protocol knows no ids of fixes and answers with a status only: 2xx = taken (also
 * where the server then rejects the fix), 4xx = not taken, with a few plain words.
 */
export function createOsmandSend(options: {
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
}): Pick<OutboxSend, 'fixes'> {
  const request = options.fetch ?? fetch;
  const base = options.url.replace(/\/+$/, '');
  return {
    async fixes(batch) {
      const answers: FixAnswer[] = [];
      for (const fix of batch.fixes) {
        let status: number;
        let text: string;
        try {
          const response = await request(`${base}/in/osmand?${queryOf(fix, options.token)}`, {
            signal: AbortSignal.timeout(20_000),
          });
          status = response.status;
          text = await response.text();
        } catch (error) {
          return {
            outcome: 'failed_for_now',
            because: `no answer: ${error instanceof Error ? error.message : error}`,
            retryAfterMillis: null,
          };
        }
        if (status === 401 || /unknown device/i.test(text)) {
          return {
            outcome: 'unauthorised',
            sentence: 'The server does not know this device token: it is wrong or revoked.',
          };
        }
        if (status >= 500 || status === 408 || status === 429) {
          return { outcome: 'failed_for_now', because: `the server answered ${status}`, retryAfterMillis: null };
        }
        const taken = status >= 200 && status < 300;
        answers.push(
          taken
            ? { id: fix.id, outcome: 'accepted' }
            : { id: fix.id, outcome: 'rejected', reason: reasonIn(text) ?? `http_${status}` },
        );
      }
      // The protocol's answers tell no time; the clock is heard from the driver's route instead.
      return { outcome: 'answered', receivedAt: '', answers };
    },
  };
}

function queryOf(fix: Fix, token: string): string {
  const query = new URLSearchParams({ id: token, timestamp: String(Math.round(Date.parse(fix.fixedAt) / 1_000)) });
  for (const [name, value] of [
    ['lat', fix.lat],
    ['lon', fix.lon],
    ['accuracy', fix.accuracyMetres],
    ['bearing', fix.headingDegrees],
  ] as const) {
    if (typeof value === 'number') query.set(name, String(value));
  }
  // OsmAnd's `speed` is in knots, as Traccar reads it.
  if (typeof fix.speedMetresPerSecond === 'number')
    query.set('speed', (fix.speedMetresPerSecond / 0.514444).toFixed(2));
  return query.toString();
}

/** The endpoint answers old clients in plain words. */
function reasonIn(text: string): string | null {
  return /^[\w ]{1,40}$/.test(text) ? text : null;
}
