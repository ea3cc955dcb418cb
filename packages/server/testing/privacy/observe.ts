// Looks at everything that can be received now, and holds it against the rules.
import { isObject, wrongInRow, wrongInView } from './compare-view.ts';
import { type Expected, expectedView, viewerOf } from './expected-view.ts';
import type { Chance } from './invent-day.ts';
import type { SeenFrame } from './stream-watch.ts';
import { type Day, openStream, type Person, type Watching } from './the-day.ts';
import type { ModelParcel, World } from './world.ts';

export interface Tally {
  observations: number;
  readonly violations: string[];
  steps: number;
  dots: number;
  numbers: number;
  words: number;
  frames: number;
  refusedAsUnknown: number;
}

export const newTally = (): Tally => ({
  observations: 0,
  violations: [],
  steps: 0,
  dots: 0,
  numbers: 0,
  words: 0,
  frames: 0,
  refusedAsUnknown: 0,
});

/** How long real time may pass until a change has reached every stream; the fan-out's clock ticks twice a second. */
const settlesWithinMillis = 20_000;

/** What the page of each stream shows, once all that was sent has come; and every frame on the way there. */
export async function observeStreams(
  day: Day,
  before: ReadonlyMap<Watching, Expected | null>,
  tally: Tally,
  what: string,
) {
  const until = performance.now() + settlesWithinMillis;
  for (;;) {
    await readAll(day);
    for (const each of day.watching)
      for (const frame of each.stream.takeFrames()) judgeFrame(day, each, frame, { before, tally, what });
    const wrong = day.watching.filter((each) => wrongNow(day, each).length > 0);
    if (wrong.length === 0 || performance.now() > until) {
      for (const each of day.watching) {
        tally.observations += 1;
        countSeen(tally, each.stream.view);
        note(tally, day, `${what}: the stream of ${nameOf(each.parcel, each.person)}`, wrongNow(day, each));
      }
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits until every stream has read what was written to it before; one that the server ended is opened anew. */
async function readAll(day: Day): Promise<void> {
  const { server } = day.stage;
  for (const each of day.watching) {
    if (each.stream.ended) each.stream = await openStream(day, each.person, each.parcel);
  }
  const beats = day.watching.map(({ stream }) => stream.beats);
  server.tellClock();
  const until = performance.now() + 2_000;
  const isBehind = () => day.watching.some(({ stream }, index) => !stream.ended && stream.beats <= (beats[index] ?? 0));
  while (isBehind() && performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
}

export function expectedOf(day: Day, { person, parcel }: Watching): Expected | null {
  return expectedView(day.world, parcel, person.account, day.stage.server.clock.now());
}

function wrongNow(day: Day, each: Watching): string[] {
  const expected = expectedOf(day, each);
  if (expected === null) return ['there is a stream'];
  return wrongInView(each.stream.view, expected, each.parcel, day.stage.server.clock.now());
}

/** A step of several requests grants things in between, which are over when it is done: they are noted after each. */
export function noteBetween(day: Day): void {
  for (const each of day.watching) {
    const expected = expectedOf(day, each);
    if (expected !== null) each.between.push(expected);
  }
}

/** A frame on the way may be of before or of after the step, or of between them; what none of these grants, it must not hold. */
function judgeFrame(
  day: Day,
  each: Watching,
  { raw, data }: SeenFrame,
  asked: { before: ReadonlyMap<Watching, Expected | null>; tally: Tally; what: string },
): void {
  const { before, tally, what } = asked;
  tally.observations += 1;
  tally.frames += 1;
  const granted = [before.get(each) ?? null, ...each.between, expectedOf(day, each)].filter((one) => one !== null);
  const wrong = tales(raw, each.parcel, each.person);
  if (isObject(data)) {
    const map = isObject(data.map) ? data.map : data;
    const hasDot = isObject(map.van);
    if (hasDot && !granted.some((expected) => 'dot' in expected.map)) wrong.push('a dot that is not granted');
    if (data.window !== null && data.window !== undefined && !granted.some(({ window }) => window !== 'none'))
      wrong.push('a window that is not granted');
    const count = isObject(data.stopsAway) ? data.stopsAway.kind : null;
    const mayCount = granted.some((expected) => expected.count !== null && 'least' in expected.count);
    if ((count === 'number' || count === 'more_than') && !mayCount) wrong.push('a number that is not granted');
  }
  note(tally, day, `${what}: a frame to ${nameOf(each.parcel, each.person)}`, wrong);
}

/** Some views and one person's list by request, of the same instant as the step and without waiting for anything. */
export async function observeRequests(day: Day, tally: Tally, chance: Chance, what: string): Promise<void> {
  const { server, people } = day.stage;
  const now = server.clock.now();
  for (let times = 0; times < 2; times += 1) {
    const parcel = chance.pick(day.world.parcels);
    const person = chance.pick(people);
    const answer = await server.app.inject({ url: `/api/v1/me/parcels/${parcel.parcelId}`, headers: person.headers });
    const expected = expectedView(day.world, parcel, person.account, now);
    tally.observations += 1;
    if (expected === null) {
      tally.refusedAsUnknown += 1;
      const missing = await server.app.inject({
        url: '/api/v1/me/parcels/par_00000000000000000000000000',
        headers: person.headers,
      });
      const isSame = answer.statusCode === 404 && missing.statusCode === 404 && answer.body === missing.body;
      note(tally, day, `${what}: a stranger`, isSame ? [] : [`was answered ${answer.statusCode}`]);
      continue;
    }
    const wrong = [
      ...(answer.headers['cache-control'] === 'private, no-store' ? [] : ['may be kept by a cache']),
      ...tales(answer.body, parcel, person),
      ...wrongInView(answer.json(), expected, parcel, now),
    ];
    countSeen(tally, answer.json());
    note(tally, day, `${what}: the view of ${nameOf(parcel, person)}`, wrong);
  }
  if (chance.is(0.4)) await observeList(day, chance.pick(people), tally, what);
}

async function observeList(day: Day, person: Person, tally: Tally, what: string): Promise<void> {
  const { server, past } = day.stage;
  const now = server.clock.now();
  const answer = await server.app.inject({ url: '/api/v1/me/parcels', headers: person.headers });
  const rows: unknown[] = answer.json().parcels;
  const worlds: readonly World[] = [...past, day.world];
  const found = new Map(worlds.flatMap((world) => world.parcels.map((parcel) => [parcel.parcelId, { world, parcel }])));
  for (const row of rows) {
    const known = isObject(row) ? found.get(String(row.id)) : undefined;
    tally.observations += 1;
    const expected = known && expectedView(known.world, known.parcel, person.account, now);
    if (!known || !expected)
      note(tally, day, `${what}: the list of p${person.account}`, ['a parcel that is not theirs']);
    else {
      const wrong = [
        ...tales(JSON.stringify(row), known.parcel, person),
        ...wrongInRow(row, expected, known.parcel, now),
      ];
      note(tally, day, `${what}: the list of ${nameOf(known.parcel, person)}`, wrong);
    }
  }
  const own = day.world.parcels.filter((parcel) => viewerOf(parcel, person.account) !== 'stranger').length;
  if (rows.length < Math.min(30, own))
    note(tally, day, `${what}: the list of p${person.account}`, ['parcels are missing']);
}

/** What no page may ever tell of others, or of the driver: places left, ids, names, speeds, addresses. */
const never =
  /stp_|rte_|drv_|van_0|acc_|dev_|@example|Feldhaus|Heckenrosen|Aydın|Hanno|FH-|[sS]peed|[aA]ccuracy|mocked|battery|plannedArrival|fixId/;

function tales(raw: string, parcel: ModelParcel, person: Person): string[] {
  const wrong: string[] = [];
  const told = never.exec(raw)?.[0];
  if (told !== undefined) wrong.push(`tells "${told}"`);
  const places = raw.match(/Ort \w+/g) ?? [];
  const isBuyerOfGift = parcel.gift && viewerOf(parcel, person.account) === 'buyer';
  if (places.some((place) => place !== parcel.place) || (isBuyerOfGift && places.length > 0))
    wrong.push(`tells where it was left: ${places.join()}`);
  return wrong;
}

function countSeen(tally: Tally, view: unknown): void {
  if (!isObject(view)) return;
  if (isObject(view.map) && view.map.shown === true) tally.dots += 1;
  const kind = isObject(view.stopsAway) ? view.stopsAway.kind : null;
  if (kind === 'number' || kind === 'more_than') tally.numbers += 1;
  if (kind === 'words') tally.words += 1;
}

function note(tally: Tally, day: Day, what: string, wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  tally.violations.push(`day ${day.world.serviceDate}, step ${tally.steps}, ${what}: ${wrong.join('; ')}`);
}

function nameOf(parcel: ModelParcel, person: Person): string {
  const marks = [parcel.gift ? 'gift' : '', parcel.confidential ? 'confidential' : ''].filter(Boolean).join(' ');
  return `p${person.account} (${viewerOf(parcel, person.account)}) of stop ${parcel.stop} ${marks}`;
}
