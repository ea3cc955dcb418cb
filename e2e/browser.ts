import { type Browser, chromium } from 'playwright-core';

/** A picture that moves, in place of a camera, handed out without a question. */
export const withCamera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Starts a Chromium that asks nobody outside for anything. */
export function launchBrowser(chromiumPath: string, more: readonly string[] = []): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      '--headless',
      // Chromium refuses its sandbox to root.
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}
