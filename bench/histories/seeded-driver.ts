// What a driver does with the phone, by chance: the usual round, what is usual when things go wrong, and some nonsense.
import type { NewCommand, NewPhoto } from '../../packages/outbox/index.ts';
import type { Chance } from '../../packages/simulator/chance.ts';
import type { ModelRoute, ModelStop } from './model-server.ts';
import { attempt, type MortalPhone } from './mortal-phone.ts';

export interface SeededDriver {
  /** One tap, or one position; none that is kept twice. */
  act(): Promise<void>;
  finish(): Promise<void>;
}

const leftHows = ['safe_place', 'mailbox', 'locker'] as const;
const handedHows = ['recipient', 'household', 'neighbour', 'reception'] as const;
const reasons = ['nobody_home', 'no_access', 'refused', 'address_wrong', 'damaged'] as const;

export function createSeededDriver(input: {
  readonly phone: MortalPhone;
  readonly route: ModelRoute;
  readonly chance: Chance;
  readonly takePicture: () => NewPhoto;
}): SeededDriver {
  const { phone, route, chance } = input;
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(chance.next() * items.length)];
  const wasKept = (type: string) =>
    phone.recorded.some((item) => item.kind === 'command' && item.command.type === type);
  const record = (command: NewCommand) => attempt(() => phone.outbox.record(command));

  function stopAt(): ModelStop {
    // Mostly the next one that the phone holds open, at times any: drivers tap on the wrong row.
    const done = new Set(
      phone.recorded.flatMap((item) =>
        item.kind === 'command' && (item.command.type === 'deliver' || item.command.type === 'attempt')
          ? item.command.stopId
          : [],
      ),
    );
    const open = route.stops.filter(({ stopId }) => !done.has(stopId));
    const stop = chance.next() < 0.85 ? (open[0] ?? pick(route.stops)) : pick(route.stops);
    if (!stop) throw new Error('a route has stops');
    return stop;
  }

  async function deliver(stopId: string): Promise<void> {
    const left = pick(leftHows) ?? 'safe_place';
    if (chance.next() < 0.5) {
      await record({ type: 'deliver', stopId, how: pick(handedHows) ?? 'recipient' });
      return;
    }
    const photo = input.takePicture();
    const command: NewCommand = { type: 'deliver', stopId, how: left, place: 'Carport', photoId: photo.id };
    await attempt(() => phone.outbox.recordTogether([command], photo));
  }

  return {
    async act() {
      const { stopId, lat, lon } = stopAt();
      const dice = chance.next();
      if (!wasKept('start_route') && dice < 0.7) return record({ type: 'start_route', routeId: route.routeId });
      if (dice < 0.45) {
        const place = { lat: lat + (chance.next() - 0.5) * 0.001, lon: lon + (chance.next() - 0.5) * 0.001 };
        return attempt(() => phone.outbox.recordFix({ ...place, accuracyMetres: 5 + Math.floor(chance.next() * 30) }));
      }
      if (dice < 0.58) return record({ type: 'arrive', stopId });
      if (dice < 0.76) return deliver(stopId);
      if (dice < 0.82) return record({ type: 'attempt', stopId, reason: pick(reasons) ?? 'nobody_home' });
      if (dice < 0.88) return record({ type: 'undo', stopId });
      if (dice < 0.92) return record({ type: 'next_stop', stopId });
      if (dice < 0.95) return record({ type: chance.next() < 0.5 ? 'take_break' : 'go_dark' });
      return record({ type: 'resume' });
    },
    finish: () => record({ type: 'finish_route' }),
  };
}
