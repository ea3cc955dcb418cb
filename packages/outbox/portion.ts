/** So long may a request take beyond what the line takes for any, while the van's newest place waits behind it. */
const aimMillis = 1_000;
/** A portion of one says nothing of what a second costs: each so many times two are tried. */
const triesTwoEach = 4;
/** Two answers that differ by less took equally long. */
const likeMore = 1.25;

/**
 * How many things go in one request. It begins small, for nobody knows the network yet, grows while answers come quickly
 * and shrinks at once where one was slow: a server under load takes seconds for what another takes in milliseconds. What
 * a line takes for every request, however small, is told apart from what each thing in it costs: smaller portions would
 * only take that time more often.
 */
export interface Portion {
  readonly size: number;
  /** So many were answered in so long. */
  answered(count: number, millis: number): void;
  /** Of so many nothing was heard for so long. */
  unanswered(count: number, millis: number): void;
}

/** What requests of any kind have lately taken at least: none costs more by itself. */
export interface Line {
  readonly leastMillis: number;
  heard(millis: number): void;
}

/** So many answers are remembered: a line that has become slower is known as such after as many. */
const answersRemembered = 8;

export function createLine(): Line {
  let lately: readonly number[] = [];
  return {
    get leastMillis() {
      return Math.min(...lately);
    },
    heard(millis) {
      lately = [...lately, millis].slice(-answersRemembered);
    },
  };
}

export function createPortion(first: number, most: number, line: Line = createLine()): Portion {
  let size = Math.min(first, most);
  /** What two answers of different size say that a request costs by itself. */
  let fixedMillis = 0;
  let last: { readonly count: number; readonly millis: number } | null = null;
  let answersOfOne = 0;
  let inTimeBefore = Number.POSITIVE_INFINITY;

  function learn(count: number, millis: number): void {
    if (last !== null && last.count !== count) {
      const [less, more] = last.count < count ? [last, { count, millis }] : [{ count, millis }, last];
      // Fewer that took clearly longer say only that the server or the line has changed.
      if (less.millis <= more.millis * likeMore) {
        const each = Math.max(0, (more.millis - less.millis) / (more.count - less.count));
        fixedMillis = Math.max(0, millis - each * count);
      }
    }
    line.heard(millis);
    last = { count, millis };
  }

  return {
    get size() {
      return size;
    },
    answered(count, millis) {
      learn(count, millis);
      // A short request says little of a long one: the portion changes only by what was as large.
      if (count < size) return;
      answersOfOne = size === 1 ? answersOfOne + 1 : 0;
      const inTime = Math.floor((count * aimMillis) / Math.max(1, millis - Math.min(fixedMillis, line.leastMillis)));
      const least = size === 1 && answersOfOne % triesTwoEach === 0 ? 2 : 1;
      // One quick answer may be luck: the slower of two counts.
      size = Math.max(least, Math.min(most, inTime, inTimeBefore, size * 2));
      inTimeBefore = inTime;
    },
    unanswered(count, millis) {
      // A phone without a network knows so at once, which says nothing of the portion.
      if (millis >= aimMillis) size = Math.max(1, Math.min(size, Math.floor(count / 2)));
    },
  };
}
