import type { CommandAnswer, FixAnswer } from '@doorstep/contract';
import type { OutboxSend, PhotoSent, PhotoUpload, Sent } from './ports.ts';

export interface HttpSendOptions {
  /** Origin of the server, such as `https://doorstep.example`; a path prefix is kept. */
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
  /** In which the server words its refusals, such as `de`; else as the browser asks. */
  readonly language?: string;
  readonly timeoutMillis?: number;
}

export interface HttpSend extends OutboxSend {
  /**
   * Has the connections open that a delivery and its preview set out on, for when they are a moment away: on a mobile
   * line each costs up to three round trips. Nothing is told by it, and nothing comes of its failing.
   */
  warm(): Promise<void>;
}

/** As many requests as set out together; where all go over one connection (HTTP/2), the second costs a few bytes. */
const setOutTogether = 2;

/** Sends over the driver's endpoints of the public contract. */
export function createHttpSend(options: HttpSendOptions): HttpSend {
  const request = options.fetch ?? fetch;
  const base = options.url.replace(/\/+$/, '');

  /** One request and its whole answer. What is no answer of Doorstep's is told apart here, for every kind alike. */
  async function ask(
    path: string,
    init: {
      method: 'POST' | 'PUT';
      contentType: string;
      body: string | Uint8Array<ArrayBuffer>;
      timeoutMillis: number;
    },
  ): Promise<{ outcome: 'ok'; answer: Record<string, unknown> } | { outcome: 'failed'; as: Failed }> {
    let response: Response;
    let text: string;
    try {
      response = await request(`${base}${path}`, {
        method: init.method,
        headers: {
          authorization: `Bearer ${options.token}`,
          'content-type': init.contentType,
          ...(options.language === undefined ? {} : { 'accept-language': options.language }),
        },
        body: init.body,
        signal: AbortSignal.timeout(options.timeoutMillis ?? init.timeoutMillis),
      });
      text = await response.text();
    } catch (error) {
      return { outcome: 'failed', as: failedForNow(`no answer: ${describe(error)}`) };
    }
    const answer = parse(text);
    if (response.ok) {
      return isRecord(answer)
        ? { outcome: 'ok', answer }
        : { outcome: 'failed', as: failedForNow('the answer was not Doorstep’s') };
    }
    return { outcome: 'failed', as: failureOf(response.status, answer, response.headers.get('retry-after')) };
  }

  async function post<Answer>(
    path: string,
    body: unknown,
    isAnswer: (value: unknown) => value is Answer,
  ): Promise<Sent<Answer>> {
    const asked = await ask(path, {
      method: 'POST',
      contentType: 'application/json',
      body: JSON.stringify(body),
      timeoutMillis: 20_000,
    });
    if (asked.outcome === 'failed') return asked.as;
    const { receivedAt, answers } = asked.answer;
    if (typeof receivedAt !== 'string' || !Array.isArray(answers)) return failedForNow('the answer was not Doorstep’s');
    return { outcome: 'answered', receivedAt, answers: answers.filter(isAnswer) };
  }

  async function put({ photoId, size, contentType, bytes }: PhotoUpload): Promise<PhotoSent> {
    const path = `/api/v1/driver/photos/${encodeURIComponent(photoId)}${size === 'preview' ? '/preview' : ''}`;
    const body = new Uint8Array(bytes);
    // A full picture on the weakest of networks, 8 kB a second, is still on its way after half a minute.
    const timeoutMillis = size === 'preview' ? 30_000 : 120_000;
    const asked = await ask(path, { method: 'PUT', contentType, body, timeoutMillis });
    if (asked.outcome === 'failed') {
      if (asked.as.outcome !== 'refused' || asked.as.because.code !== 'delivery_not_known_yet') return asked.as;
      return { outcome: 'not_yet', because: asked.as.because };
    }
    const { outcome } = asked.answer;
    if (outcome !== 'stored' && outcome !== 'discarded') return failedForNow('the answer was not Doorstep’s');
    return { outcome: 'answered', result: outcome };
  }

  return {
    commands: (batch) => post('/api/v1/driver/commands', batch, isCommandAnswer),
    fixes: (batch) => post('/api/v1/driver/fixes', batch, isFixAnswer),
    photo: put,
    async warm() {
      const signal = AbortSignal.timeout(options.timeoutMillis ?? 10_000);
      const asked = Array.from({ length: setOutTogether }, async () => {
        const answer = await request(`${base}/healthz`, { cache: 'no-store', signal });
        await answer.text();
      });
      await Promise.allSettled(asked);
    },
  };
}

type Failed = Exclude<Sent<never>, { outcome: 'answered' }>;

function failureOf(status: number, answer: unknown, retryAfter: string | null): Failed {
  if (status === 401) {
    return { outcome: 'unauthorised', sentence: titleOf(answer) ?? 'The server does not know this device token.' };
  }
  const code = isRecord(answer) && typeof answer.code === 'string' ? answer.code : null;
  // A 4xx without our `code` is a proxy's or a captive portal's: it says nothing about what was sent.
  if (status >= 400 && status < 500 && status !== 408 && status !== 429 && (code !== null || status === 413)) {
    return { outcome: 'refused', because: { code: code ?? 'too_large', sentence: titleOf(answer) } };
  }
  return failedForNow(`the server answered ${status}`, retryAfterMillis(retryAfter));
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
