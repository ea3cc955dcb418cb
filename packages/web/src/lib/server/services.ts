import type { PageServices } from '@doorstep/contract/page-services.ts';

/** The server's services of this request, or null where no server of ours mounted these pages (`vite dev`). */
export function servicesOf(platform: App.Platform | undefined): PageServices | null {
  return platform?.req.doorstep ?? null;
}
