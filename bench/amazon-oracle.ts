// What a recipient must be told, stated anew from rules.md section 2 (C1 to C3) without the domain's code, so that the
// two can disagree.

export interface Oracle {
  arrived(stopId: string): void;
  served(stopId: string): void;
  /** 'over', 'words', 'more than 20' or the number. */
  says(stopId: string): string;
}

const countUpTo = 20;

function numberOf(before: number): string {
  return before > countUpTo ? `more than ${countUpTo}` : String(before);
}

/** The plan is driven as it stands: the number is the number of stops in between, and never words. */
export function planOracle(plan: readonly string[]): Oracle {
  let served = 0;
  return {
    arrived: () => undefined,
    served: (stopId) => {
      if (plan[served] !== stopId) throw new Error('this oracle is for drives in the order of the plan');
      served += 1;
    },
    says(stopId) {
      const place = plan.indexOf(stopId);
      return place < served ? 'over' : numberOf(place - served);
    },
  };
}

/**
 * The driver leaves the plan. Words from the moment another stop than the next is arrived at, until two served stops in
 * a row are each what a known order says: the plan's own order of what is open, or the plan continued from the stop
 * that was served out of order (what was passed over then comes last). One open stop left is an order by itself.
 */
export function orderOracle(planned: readonly string[]): Oracle {
  let open = [...planned];
  let known = true;
  /** Before each served stop since the order was lost: what either order said was next. */
  let since: { stopId: string; byPlan: boolean; byContinuing: boolean }[] = [];
  let lastPlace = -1;

  const nextAfter = (place: number) => open.find((stopId) => planned.indexOf(stopId) > place);

  return {
    arrived(stopId) {
      if (known && open.length > 1 && open[0] !== stopId) {
        known = false;
        since = [];
        lastPlace = -1;
      }
    },
    served(stopId) {
      const byPlan = open[0] === stopId;
      const byContinuing = since.length > 0 && nextAfter(lastPlace) === stopId;
      if (!known) since.push({ stopId, byPlan, byContinuing });
      lastPlace = planned.indexOf(stopId);
      open = open.filter((each) => each !== stopId);
      if (known) return;
      const [earlier, last] = since.slice(-2);
      if (since.length >= 2 && earlier?.byPlan && last?.byPlan) known = true;
      else if (since.length >= 3 && earlier?.byContinuing && last?.byContinuing) {
        const ahead = open.filter((each) => planned.indexOf(each) > lastPlace);
        const passedOver = open.filter((each) => planned.indexOf(each) < lastPlace);
        open = [...ahead, ...passedOver];
        planned = [...planned.filter((each) => !open.includes(each)), ...open];
        known = true;
      }
      if (open.length <= 1) known = true;
      if (known) since = [];
    },
    says(stopId) {
      const place = open.indexOf(stopId);
      if (place < 0) return 'over';
      return known ? numberOf(place) : 'words';
    },
  };
}
