// Whether the order of the stops left is known, and which it is: rules.md C1 stated anew for the model checker. Imports
// nothing of the domain, so that the two can disagree.

/** Stops are numbers here: their places in the plan as it was imported. */
export interface RestatedOrder {
  /** All stops in the order last planned; those done keep their place. */
  plan: number[];
  /** Those done, in the order in which they were. */
  served: number[];
  known: boolean;
  /** Where the driver said to go next, against the plan. */
  named: number | null;
  /** Served since the order was lost. */
  since: number[];
  /** The stop the driver arrived at and has not done yet. */
  at: number | null;
}

export function planned(stops: number): RestatedOrder {
  const plan = Array.from({ length: stops }, (_, index) => index);
  return { plan, served: [], known: true, named: null, since: [], at: null };
}

export const openOf = (order: RestatedOrder): number[] => order.plan.filter((stop) => !order.served.includes(stop));

/** The stop the van goes to next, null where nobody knows. */
export function nextOf(order: RestatedOrder): number | null {
  return order.named ?? (order.known ? (openOf(order)[0] ?? null) : null);
}

/** The driver stands at a stop: the expected one, or plan and word are left. */
function goTo(order: RestatedOrder, stop: number): void {
  const expected = nextOf(order);
  if (expected === null || expected === stop) return;
  order.known = false;
  order.named = null;
}

export function arrive(order: RestatedOrder, stop: number): void {
  goTo(order, stop);
  order.at = stop;
}

export function complete(order: RestatedOrder, stop: number): void {
  const wordBefore = order.named;
  // Done where the driver already stood when the word was given: the word holds.
  if (!(order.named !== null && order.at === stop)) goTo(order, stop);
  order.at = null;
  order.served.push(stop);
  if (order.known) order.since = [];
  else order.since.push(stop);
  if (order.named === stop) order.named = null;
  learn(order, wordBefore !== null && wordBefore !== stop && order.named === null, wordBefore !== null);
}

/** Two stops in a row that follow a known order bring the number back; so does there being one stop left. */
function learn(order: RestatedOrder, wordWithdrawn: boolean, someoneWasNext: boolean): void {
  if (order.known) return;
  const open = openOf(order);
  if (open.length <= 1) {
    if (!someoneWasNext) order.plan = [...order.served, ...open];
    regain(order);
    return;
  }
  if (order.named !== null || wordWithdrawn || order.since.length < 2) return;
  const [before, earlier, last] = [order.since.at(-3), order.since.at(-2) ?? 0, order.since.at(-1) ?? 0];
  if (wasFirstOfPlan(order, earlier) && wasFirstOfPlan(order, last)) {
    regain(order);
    return;
  }
  if (before === undefined || !cameAfter(order, before, earlier) || !cameAfter(order, earlier, last)) return;
  const place = order.plan.indexOf(last);
  const ahead = open.filter((stop) => order.plan.indexOf(stop) > place);
  const passedOver = open.filter((stop) => order.plan.indexOf(stop) < place);
  order.plan = [...order.served, ...ahead, ...passedOver];
  regain(order);
}

function regain(order: RestatedOrder): void {
  order.known = true;
  order.named = null;
  order.since = [];
}

function leftWhen(order: RestatedOrder, stop: number): number[] {
  const earlier = order.served.slice(0, order.served.indexOf(stop));
  return order.plan.filter((each) => !earlier.includes(each));
}

const wasFirstOfPlan = (order: RestatedOrder, stop: number): boolean => leftWhen(order, stop)[0] === stop;

function cameAfter(order: RestatedOrder, previous: number, stop: number): boolean {
  const place = order.plan.indexOf(previous);
  return leftWhen(order, stop).find((each) => order.plan.indexOf(each) > place) === stop;
}

/** Taken back, or tried again: the stop is open once more, and with others open nobody knows when it comes. */
export function reopen(order: RestatedOrder, stop: number): void {
  order.served = order.served.filter((each) => each !== stop);
  order.since = order.since.filter((each) => each !== stop);
  if (order.at === stop) order.at = null;
  order.known = openOf(order).length <= 1;
}

export function nameNext(order: RestatedOrder, stop: number): void {
  if (nextOf(order) === stop) return;
  order.known = false;
  order.named = stop;
}

/** Another order of the open stops: words, until it is confirmed or followed. */
export function resequence(order: RestatedOrder, stops: readonly number[]): void {
  const open = openOf(order);
  if (open.length <= 1) return;
  const listed = stops.filter((stop) => open.includes(stop));
  order.plan = [...order.served, ...listed, ...open.filter((stop) => !listed.includes(stop))];
  order.known = false;
  order.since = [];
}

export function exchangeVan(order: RestatedOrder): void {
  if (openOf(order).length <= 1) return;
  order.known = false;
  order.named = null;
  order.since = [];
}

export function confirm(order: RestatedOrder): void {
  if (order.known) return;
  const { named } = order;
  if (named !== null) order.plan = [...order.served, named, ...openOf(order).filter((stop) => stop !== named)];
  regain(order);
}
