// A day under way at a server that was just started: its town settled, its recipients signed in, its routes begun.
import { type BenchInstance, settleTown, startRoutes, untilAllAreTold } from './instance.ts';
import { signPeopleIn } from './people.ts';
import { middleOf, type TownPlan } from './town.ts';

/** A server of a bench, in a process of its own. */
interface Listening {
  ask(name: 'listen', input: null): Promise<number>;
}

/** `routes`: each with the place in its middle, where a van is seen by all who wait for it. */
export async function beginDay(instance: BenchInstance, server: Listening, town: Omit<TownPlan, 'startAt'>) {
  const plan: TownPlan = { ...town, startAt: Date.now() - 60_000 };
  const phones = await settleTown(instance, plan);
  const cookies = await signPeopleIn(instance, town.accounts);
  const port = await server.ask('listen', null);
  await startRoutes(port, phones, plan.startAt);
  await untilAllAreTold(instance);
  const routes = phones.map(({ routeId }, route) => ({ routeId, ...middleOf(route) }));
  return { plan, phones, cookies, port, routes };
}
