import type { Bus } from '../ports/bus.ts';

/** What to do when plans may have been imported: at once here, and soon for the streams. */
export function importNotices(deps: {
  bus: Bus;
  forgetNotStarted: (routeId?: string) => void;
  readSettings: () => void;
}) {
  let waiting: NodeJS.Timeout | null = null;

  function mayHaveChanged(): void {
    deps.forgetNotStarted();
    deps.readSettings();
    // A file of many routes sends a notice for each; whoever watches is asked about once for all that came together.
    waiting ??= setTimeout(() => {
      waiting = null;
      deps.bus.publish('routes_imported', {});
    }, 250);
  }

  return {
    mayHaveChanged,
    /** A parcel that left a plan is told of by itself, and nobody else sees anything of a route that has not started. */
    heard: { routesImported: mayHaveChanged, planChanged: deps.forgetNotStarted },
    stop(): void {
      if (waiting) clearTimeout(waiting);
    },
  };
}
