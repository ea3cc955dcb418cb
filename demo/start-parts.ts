/** What the start of the demo passes, as `npm run bench -- start` tells it. Most of it goes on side by side. */
type StartPart = 'code' | 'town' | 'database' | 'pages' | 'server' | 'accounts' | 'past' | 'day';

/** Kept by Node as a mark of its timeline, which whoever measures can look at from outside. */
export const startMark = 'demo start: ';

export function reached(part: StartPart): void {
  performance.mark(startMark + part);
}

export function reachedWith(promise: Promise<unknown>, part: StartPart): void {
  promise.then(
    () => reached(part),
    () => undefined,
  );
}
