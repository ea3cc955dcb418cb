import type { Bus } from '../ports/bus.ts';

/** What to do when plans may have been imported: at once here, and soon for the streams. */
export function importNotices(deps: { bus: Bus; forgetNotStarted: () => void; readSettings: () => void }) {
  let heard: NodeJS.Timeout | null = null;
  return {
    mayHaveChanged(): void {
      deps.forgetNotStarted();
      deps.readSettings();
      // A file of many routes sends a notice for each; whoever watches is asked about once for all that came together.
      heard ??= setTimeout(() => {
        heard = null;
        deps.bus.publish('routes_imported', {});
      }, 250);
    },
    stop(): void {
      if (heard) clearTimeout(heard);
    },
  };
}
