import type { DriverRoute, DriverStatus } from '@doorstep/contract';

export interface LiveHandlers {
  readonly onRoute: (answer: DriverRoute) => void;
  readonly onStatus: (status: DriverStatus) => void;
  readonly onOpen: (open: boolean) => void;
  /** The server does not know this phone (any more), or another has taken over. */
  readonly onRefused: (as: 'revoked' | 'retired') => void;
}

/** Heartbeats come every 15 s; a line that is silent for longer is dead, whatever the phone believes. */
const silentMillis = 40_000;
const firstWaitMillis = 1_000;
const longestWaitMillis = 30_000;

/**
 * Follows the driver's stream until told to stop, over whatever the network does. Read by `fetch`, because the browser's
 * EventSource sends no `Authorization`, and a key must not stand in an address.
 */
export function followRoute(
  token: string,
  language: string,
  handlers: LiveHandlers,
): { stop(): void; retryNow(): void } {
  let stopped = false;
  let abort = new AbortController();
  let wait = firstWaitMillis;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let connected = false;

  function heard(): void {
    clearTimeout(silence);
    silence = setTimeout(() => abort.abort(), silentMillis);
  }

  async function connect(): Promise<void> {
    connected = true;
    abort = new AbortController();
    heard();
    try {
      const response = await fetch('/api/v1/driver/live', {
        headers: { authorization: `Bearer ${token}`, 'accept-language': language },
        cache: 'no-store',
        signal: abort.signal,
      });
      if (response.status === 401) return refuse('revoked');
      if (response.status === 403) return refuse('retired');
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
      if (response.ok && isStream && response.body) await read(response.body);
    } catch {
      // No network, or the line went dead: below it is tried again.
    } finally {
      connected = false;
      clearTimeout(silence);
      if (!stopped) handlers.onOpen(false);
    }
    if (stopped) return;
    timer = setTimeout(connect, wait * (0.5 + Math.random() / 2));
    wait = Math.min(longestWaitMillis, wait * 2);
  }

  function refuse(as: 'revoked' | 'retired'): void {
    stopped = true;
    handlers.onRefused(as);
  }

  async function read(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done || stopped) return;
      heard();
      if (wait !== firstWaitMillis || text === '') handlers.onOpen(true);
      wait = firstWaitMillis;
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  }

  function take(block: string): void {
    const event = /^event: (\w+)$/m.exec(block)?.[1];
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if (event === undefined || data === undefined) return;
    const message: unknown = JSON.parse(data);
    if (event === 'route' && isRoute(message)) handlers.onRoute(message);
    if (event === 'status' && isStatus(message)) handlers.onStatus(message);
  }

  void connect();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(silence);
      abort.abort();
    },
    /** The network is back, or the page is seen again: no need to wait any longer. */
    retryNow() {
      if (stopped || connected) return;
      clearTimeout(timer);
      wait = firstWaitMillis;
      void connect();
    },
  };
}

function isRoute(value: unknown): value is DriverRoute {
  return typeof value === 'object' && value !== null && 'serverAt' in value && 'route' in value;
}

function isStatus(value: unknown): value is DriverStatus {
  return typeof value === 'object' && value !== null && 'watching' in value && 'positions' in value;
}
