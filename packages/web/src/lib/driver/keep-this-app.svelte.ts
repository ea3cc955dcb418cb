import { afterPaint } from './after-paint.ts';

const lookMillis = 3_600_000;

/** Keeps the app on the phone, for a start without a network, and says when a newer one is ready to be taken. */
export function keepThisApp(): { readonly updateIsReady: boolean } {
  let updateIsReady = $state(false);
  $effect(() => {
    // Browsers offer workers to pages over HTTPS and on localhost only; without one the app needs a network to start.
    if (!('serviceWorker' in navigator)) return;
    const heard = ({ data }: MessageEvent<unknown>) => {
      if (data === 'doorstep-app-renewed') updateIsReady = true;
    };
    navigator.serviceWorker.addEventListener('message', heard);
    void afterPaint()
      .then(() => navigator.serviceWorker.register('/service-worker.js', { scope: '/driver' }))
      .catch(() => undefined);
    const looking = setInterval(() => navigator.serviceWorker.controller?.postMessage('doorstep-app-look'), lookMillis);
    return () => {
      clearInterval(looking);
      navigator.serviceWorker.removeEventListener('message', heard);
    };
  });
  return {
    get updateIsReady() {
      return updateIsReady;
    },
  };
}
