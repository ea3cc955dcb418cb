// One stream for all pages of a browser that follow the same parcel. Without HTTP/2 a browser opens six connections to a
// server for all of its tabs and windows: six of them that follow would leave none for anything else. So the pages elect
// one by a lock that the browser keeps (Web Locks); it holds the stream and hands each event on. When it closes, or is
// hidden, the lock passes to the next page, which opens a stream of its own, and that begins with the whole view.

export interface SourceListener {
  /** The connection stands, here or in the page that holds it. */
  onOpen(): void;
  onEvent(name: string, data: string): void;
  /** Only in the page that held the connection. */
  onError(): void;
}

export interface Source {
  close(): void;
}

/** What the server's streams are made of. */
const eventNames = ['view', 'van', 'heartbeat', 'reconnect'] as const;

interface Told {
  readonly name: string;
  readonly data: string;
}

/** Follows `url`, sharing the connection with the browser's other pages where it can. */
export function openSource(url: string, listener: SourceListener): Source {
  // Both are missing on plain HTTP away from localhost, and in old browsers.
  if (typeof BroadcastChannel !== 'function' || !('locks' in navigator)) return openOwn(url, listener);
  const name = `doorstep ${new URL(url, location.href).href}`;
  const channel = new BroadcastChannel(name);
  const giveUp = new AbortController();
  let leading: (Source & { tellNewcomer(): void }) | null = null;
  let resign: (() => void) | null = null;

  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'newcomer') leading?.tellNewcomer();
    else if (leading === null && isTold(data)) {
      listener.onOpen();
      listener.onEvent(data.name, data.data);
    }
  };
  channel.postMessage('newcomer');
  navigator.locks
    .request(name, { signal: giveUp.signal }, () => {
      leading = lead(url, channel, listener);
      return new Promise<void>((resolve) => {
        resign = resolve;
      });
    })
    // Closed while it waited for its turn.
    .catch(() => undefined);

  return {
    close() {
      giveUp.abort();
      leading?.close();
      channel.close();
      resign?.();
    },
  };
}

/** Holds the connection and tells the other pages; a newcomer gets the whole view as it stands. */
function lead(url: string, channel: BroadcastChannel, listener: SourceListener) {
  const newest = new Map<string, string>();
  const tell = (told: Told): void => channel.postMessage(told);
  const own = openOwn(url, {
    ...listener,
    onEvent(name, data) {
      // A `van` frame is about the view before it.
      if (name === 'view') newest.clear();
      if (name === 'view' || name === 'van') newest.set(name, data);
      tell({ name, data });
      listener.onEvent(name, data);
    },
  });
  return {
    // An EventSource's own `close` is nobody else's to call.
    close: () => own.close(),
    tellNewcomer() {
      for (const [name, data] of newest) tell({ name, data });
    },
  };
}

function openOwn(url: string, listener: SourceListener): Source {
  const source = new EventSource(url, { withCredentials: true });
  source.addEventListener('open', () => listener.onOpen());
  source.addEventListener('error', () => listener.onError());
  for (const name of eventNames) {
    source.addEventListener(name, ({ data }: MessageEvent<string>) => listener.onEvent(name, data));
  }
  return source;
}

function isTold(value: unknown): value is Told {
  return typeof value === 'object' && value !== null && 'name' in value && 'data' in value;
}
