import { distanceMetres } from '@doorstep/domain';
import { describe, expect, it } from 'vitest';
import { planDrive, readOrder, type TimedAction } from '../index.ts';
import { sampleRoute } from './sample-route.ts';

const startAt = Date.parse('2026-06-09T06:00:00Z');
const commandsOf = (actions: readonly TimedAction[]) =>
  actions.flatMap((action) =>
    action.kind === 'command' ? [`${action.command.type} ${action.stop?.id ?? ''}`.trim()] : [],
  );
const fixesOf = (actions: readonly TimedAction[]) =>
  actions.flatMap((action) => (action.kind === 'fix' ? [action] : []));

describe('a planned drive', () => {
  it('starts the route, arrives and delivers at every stop in the order of the plan, and finishes', () => {
    const actions = [...planDrive(sampleRoute(), { startAt })];
    expect(commandsOf(actions)).toEqual([
      'start_route',
      ...['stp_1', 'stp_2', 'stp_3', 'stp_4'].flatMap((id) => [`arrive ${id}`, `deliver ${id}`]),
      'finish_route',
    ]);
    const times = actions.map(({ at }) => at);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
  });

  it('drives another order where one is given, and taps the next stop only where asked to', () => {
    const actions = [
      ...planDrive(sampleRoute(), { startAt, order: ['stp_3', 'stp_1'], tapNextStop: true, finish: false }),
    ];
    expect(commandsOf(actions)).toEqual([
      'start_route',
      ...['stp_3', 'stp_1'].flatMap((id) => [`next_stop ${id}`, `arrive ${id}`, `deliver ${id}`]),
    ]);
  });

  it('goes on where the route stands: served stops are passed over, a break is ended first', () => {
    const [first, second, third, fourth] = sampleRoute().stops;
    if (!first || !second || !third || !fourth) throw new Error('four stops');
    const stops = [
      { ...first, status: 'completed' as const },
      { ...second, status: 'arrived' as const },
      third,
      fourth,
    ];
    const actions = [
      ...planDrive(sampleRoute({ phase: 'started', duty: 'on_break', stops }), { startAt, accuracyMetres: 0 }),
    ];
    expect(commandsOf(actions).slice(0, 4)).toEqual(['resume', 'deliver stp_2', 'arrive stp_3', 'deliver stp_3']);
    expect(fixesOf(actions)[0]?.fix).toMatchObject({ lat: 49.5122, lon: 11.2841, speedMetresPerSecond: 0 });
    expect([...planDrive(sampleRoute({ phase: 'finished' }), { startAt })]).toEqual([]);
  });

  it('sends a fix every five seconds at the pace of 25 km/h on real roads, and stands for the service time', () => {
    const actions = [...planDrive(sampleRoute(), { startAt, accuracyMetres: 0 })];
    const fixes = fixesOf(actions);
    expect(new Set(fixes.slice(1).map(({ at }, index) => at - (fixes[index]?.at ?? 0)))).toEqual(new Set([5_000]));
    const [one, two] = fixes;
    if (!one || !two) throw new Error('no fixes');
    const place = ({ fix }: typeof one) => ({ lat: fix.lat ?? 0, lon: fix.lon ?? 0 });
    expect(distanceMetres(place(one), place(two)) / 5).toBeCloseTo(25 / 3.6 / 1.3, 1);
    const at = (type: string) =>
      actions.find((action) => action.kind === 'command' && action.command.type === type)?.at ?? 0;
    expect(at('deliver') - at('arrive')).toBe(60_000);
  });

  it('is the same for the same seed and another for another, with noise of the accuracy it reports', () => {
    const drive = (seed: number) =>
      fixesOf([...planDrive(sampleRoute(), { startAt, seed, fixIntervalSeconds: 1, accuracyMetres: 10 })]);
    expect(drive(7)).toEqual(drive(7));
    expect(drive(8)).not.toEqual(drive(7));
    const exact = fixesOf([...planDrive(sampleRoute(), { startAt, fixIntervalSeconds: 1, accuracyMetres: 0 })]);
    const within = drive(7).filter(({ fix }, index) => {
      const truth = exact[index]?.fix;
      return (
        distanceMetres({ lat: fix.lat ?? 0, lon: fix.lon ?? 0 }, { lat: truth?.lat ?? 0, lon: truth?.lon ?? 0 }) <= 10
      );
    });
    expect(within.length / exact.length).toBeCloseTo(0.68, 1);
  });
});

describe('an order file', () => {
  const route = sampleRoute();
  const lines = ['Altdorfer Straße 3', 'Marktplatz 1', 'nürnberger straße 20', 'stp_2'];
  const ids = ['stp_3', 'stp_1', 'stp_4', 'stp_2'];

  it('names stops by id or address line; of several orders the one that fits is taken', () => {
    expect(readOrder(lines, route)).toEqual({ ok: true, value: ids });
    expect(readOrder({ R1: ['Stop AA'], R2: lines }, route)).toEqual({ ok: true, value: ids });
  });

  it('may be the actual sequences of the Amazon data', () => {
    const stops = route.stops.map((stop, index) => ({ ...stop, addressLine: `Stop A${index}` }));
    const content = { RouteID_1: { actual: { ST: 0, A3: 1, A0: 3, A1: 2, A2: 4 } } };
    expect(readOrder(content, { ...route, stops })).toEqual({ ok: true, value: ['stp_4', 'stp_2', 'stp_1', 'stp_3'] });
  });

  it('is refused with the stop that it leaves out', () => {
    expect(readOrder(lines.slice(1), route)).toEqual({
      ok: false,
      sentence:
        'No order in the file names every stop of this route once (“Altdorfer Straße 3” is missing or not named alone).',
    });
    expect(readOrder(42, route)).toMatchObject({ ok: false });
  });
});
