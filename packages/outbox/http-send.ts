import type { CommandAnswer, FixAnswer } from '@doorstep/contract';
import type { OutboxSend, Sent } from './ports.ts';

export interface HttpSendOptions {
  /** Origin of the server, such as `https://doorstep.example`; a path prefix is kept. */
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
  readonly timeoutMillis?: number;
}

/** Sends over the driver's two endpoints of the public contract. */
export function createHttpSend(options: HttpSendOptions): OutboxSend {
  const request = options.fetch ?? fetch;
  const base = options.url.replace(/\/+$/, '');

  async function post<Answer>(
    path: string,
    body: unknown,
    isAnswer: (value: unknown) => value is Answer,
  ): Promise<Sent<Answer>> {
    let status: number;
    let text: string;
    let retryAfter: string | null;
    try {
      const response = await request(`${base}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(options.timeoutMillis ?? 20_000),
      });
      status = response.status;
      retryAfter = response.headers.get('retry-after');
      text = await response.text();
    } catch (error) {
      return failedForNow(`no answer: ${describe(error)}`);
    }
    const answer = parse(text);
    if (status >= 200 && status < 300) {
      if (!isRecord(answer) || typeof answer.receivedAt !== 'string' || !Array.isArray(answer.answers)) {
        return failedForNow('the answer was not Doorstep’s');
      }
      return { outcome: 'answered', receivedAt: answer.receivedAt, answers: answer.answers.filter(isAnswer) };
    }
    if (status === 401)
      return { outcome: 'unauthorised', sentence: titleOf(answer) ?? 'The server does not know this device token.' };
    const code = isRecord(answer) && typeof answer.code === 'string' ? answer.code : null;
    // A 4xx without our `code` is a proxy's or a captive portal's: it says nothing about what was sent.
    if (status >= 400 && status < 500 && status !== 408 && status !== 429 && (code !== null || status === 413)) {
      return { outcome: 'refused', because: { code: code ?? 'too_large', sentence: titleOf(answer) } };
    }
    return failedForNow(`the server answered ${status}`, retryAfterMillis(retryAfter));
  }

  return {
    commands: (batch) => post('/api/v1/driver/commands', batch, isCommandAnswer),
    fixes: (batch) => post('/api/v1/driver/fixes', batch, isFixAnswer),
  };
}

function failedForNow(because: string, retryAfter: number | null = null) {
  return { outcome: 'failed_for_now', because, retryAfterMillis: retryAfter } as const;
}

/** The form in seconds of RFC 9110 section 10.2.3; a date leans on the phone's clock, which may be wrong. */
function retryAfterMillis(header: string | null): number | null {
  return header !== null && /^\d{1,5}$/.test(header.trim()) ? Number(header) * 1_000 : null;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function titleOf(problem: unknown): string | null {
  if (!isRecord(problem)) return null;
  for (const text of [problem.detail, problem.title]) if (typeof text === 'string') return text;
  return null;
}

function isCommandAnswer(value: unknown): value is CommandAnswer {
  return isRecord(value) && typeof value.id === 'string' && (value.outcome === 'done' || value.outcome === 'refused');
}

function isFixAnswer(value: unknown): value is FixAnswer {
  return (
    isRecord(value) && typeof value.id === 'string' && (value.outcome === 'accepted' || value.outcome === 'rejected')
  );
}
