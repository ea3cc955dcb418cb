/** What is asked of the browser's caches here. */
interface Kept {
  match(request: Request, options?: { ignoreVary?: boolean }): Promise<Response | undefined>;
}
interface KeptWhole extends Kept {
  put(request: Request, response: Response): Promise<void>;
}

/** Opens what is in use once a life of the worker: a start asks for twenty files at once. What failed is tried anew. */
export function openedOnce<T>(open: () => Promise<T>): { get(): Promise<T>; forget(): void } {
  let opened: Promise<T> | null = null;
  return {
    get() {
      if (opened !== null) return opened;
      const opening = open().catch((fault: unknown) => {
        if (opened === opening) opened = null;
        throw fault;
      });
      opened = opening;
      return opening;
    },
    forget() {
      opened = null;
    },
  };
}

/**
 * Files whose names say what is in them never change: whichever cache has one, has the right one. A phone whose storage
 * is full or out of order is answered all the same, from the network.
 */
export async function fromCache(
  request: Request,
  from: {
    readonly current: () => Promise<KeptWhole | null>;
    readonly all: Kept;
    readonly fetch: (request: Request) => Promise<Response>;
    /** What the answer does not wait for. */
    readonly later: (work: Promise<unknown>) => void;
  },
): Promise<Response> {
  const options = { ignoreVary: true };
  const inUse = async () => (await from.current())?.match(request, options);
  const found =
    (await inUse().catch(() => undefined)) ?? (await from.all.match(request, options).catch(() => undefined));
  if (found) return found;
  const response = await from.fetch(request);
  if (response.ok) {
    // Beside the app itself: the map, say, once it was asked for.
    const copy = response.clone();
    const keep = async () => await (await from.current())?.put(request, copy);
    from.later(keep().catch(() => undefined));
  }
  return response;
}
