import type { ParcelViewMessage, VanFrame } from '@doorstep/contract';
import { isHeartbeat, isReconnect, isVanFrame, isView, parseJson } from './messages.ts';
import { openSource, type Source } from './shared-source.ts';

export type StreamState = 'live' | 'interrupted' | 'offline' | 'signed_out';

export interface StreamListener {
  readonly liveUrl: string;
  readonly viewUrl: string;
  readonly onView: (view: ParcelViewMessage) => void;
  readonly onVan: (frame: VanFrame) => void;
  /** The server's clock, told at the beginning and with each heartbeat. */
  readonly onClock: (at: number, speed: number) => void;
  readonly onState: (state: StreamState) => void;
}

export interface Stream {
  open(): void;
  close(): void;
}

/** A restart of the server lasts less; only a longer gap is worth a word. */
const graceMillis = 3_000;
const firstWaitMillis = 1_000;
const longestWaitMillis = 30_000;
/** Three heartbeats of the server (15 s) missed. */
const silenceMillis = 45_000;

/**
 * Follows one parcel's stream over drops, server restarts and lost networks, waiting a little longer each time with
 * jitter, so that many pages do not return at once. EventSource does not tell a status, so a refused stream is followed
 * by a plain request for the view: 401 and 404 end the following, as the session or the right to see it has ended.
 * Pages of one browser that follow the same parcel share a stream (shared-source.ts), and a hidden page holds none: looked
 * at again, it opens one anew, and the whole view with which every stream begins brings it up to date.
 */
export function followStream({ liveUrl, viewUrl, onView, onVan, onClock, onState }: StreamListener): Stream {
  let source: Source | null = null;
  let failures = 0;
  let waiting: number | undefined;
  let grace: number | undefined;
  let silence: number | undefined;
  let wanted = false;

  const settle = (): void => {
    failures = 0;
    clearTimeout(grace);
    grace = undefined;
    onState('live');
  };

  const heard = (): void => {
    clearTimeout(silence);
    silence = window.setTimeout(lose, silenceMillis, true);
  };

  const connect = (): void => {
    waiting = undefined;
    if (!wanted || isHidden() || source !== null) return;
    let opened = false;
    source = openSource(liveUrl, {
      onOpen() {
        opened = true;
      },
      onEvent: hear,
      onError: () => lose(opened),
    });
  };

  const hear = (name: string, data: string): void => {
    const said = parseJson(data);
    // A server that stops names a moment for each page, so that they do not all come back at once.
    if (name === 'reconnect') {
      if (isReconnect(said)) lose(true, said.afterMillis);
      return;
    }
    heard();
    if (name === 'view' && isView(said)) {
      settle();
      onView(said);
    } else if (name === 'van' && isVanFrame(said)) onVan(said);
    else if (name === 'heartbeat' && isHeartbeat(said)) onClock(Date.parse(said.serverAt), said.speed);
  };

  function lose(opened: boolean, afterMillis?: number): void {
    drop();
    if (!wanted || isHidden()) return;
    if (navigator.onLine) grace ??= window.setTimeout(onState, graceMillis, 'interrupted');
    else onState('offline');
    const most = Math.min(longestWaitMillis, firstWaitMillis * 2 ** failures);
    failures += 1;
    clearTimeout(waiting);
    waiting = window.setTimeout(opened ? connect : ask, afterMillis ?? most * (0.5 + Math.random() / 2));
  }

  const ask = async (): Promise<void> => {
    const status = await fetch(viewUrl, { credentials: 'include', cache: 'no-store' }).then(
      (response) => response.status,
      () => 0,
    );
    if (!wanted) return;
    if (status === 401 || status === 404) {
      close();
      onState('signed_out');
    } else if (status === 200) connect();
    else lose(false);
  };

  const drop = (): void => {
    clearTimeout(silence);
    source?.close();
    source = null;
  };

  const hurry = (): void => {
    failures = 0;
    if (source !== null || !wanted) return;
    clearTimeout(waiting);
    connect();
  };
  const loseNow = (): void => lose(true);

  const rest = (): void => {
    clearTimeout(waiting);
    clearTimeout(grace);
    grace = undefined;
    drop();
  };
  const restOrHurry = (): void => {
    if (isHidden()) rest();
    else hurry();
  };

  function close(): void {
    wanted = false;
    rest();
    window.removeEventListener('online', hurry);
    window.removeEventListener('offline', loseNow);
    document.removeEventListener('visibilitychange', restOrHurry);
  }

  return {
    open() {
      if (wanted) return;
      wanted = true;
      window.addEventListener('online', hurry);
      window.addEventListener('offline', loseNow);
      document.addEventListener('visibilitychange', restOrHurry);
      connect();
    },
    close,
  };
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}
