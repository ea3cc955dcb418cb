import { expect, it } from 'vitest';
import { generateTown } from '../packages/simulator/town/generate/generate-town.ts';
import { createRoads } from '../packages/simulator/town/road-graph.ts';
import { planOfDay } from './plan-of-day.ts';
import { planMovedTo } from './tomorrow.ts';

it('a plan moved to another day is the plan of that day, over a change of the clocks too', () => {
  const town = generateTown({ seed: 7 });
  const roads = createRoads(town);
  const [before, after] = ['2026-10-23', '2026-10-26'];
  const moved = planMovedTo(planOfDay({ town, roads, day: before, seed: 3 }), after);
  expect(moved).toEqual(planOfDay({ town, roads, day: after, seed: 3 }));
});
