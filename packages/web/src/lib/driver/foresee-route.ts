import type { Command, DriverRoute, DriverStop } from '@doorstep/contract';
import type { NewCommand } from '@doorstep/outbox';

export type Route = NonNullable<DriverRoute['route']>;

type Undo = Extract<Command, { type: 'undo' }>;
/** A command, and of an undo that this page has seen itself, the parcels it concerns. */
export type Foreseen = Command | (Undo & { readonly parcelIds: readonly string[] });

/** A command as it was given; `undone`: the parcels of what was done last. */
export function asForeseen(command: NewCommand, id: string, undone: readonly string[] | undefined): Foreseen {
  const full = { ...command, id, at: '' };
  return full.type === 'undo' && undone !== undefined ? { ...full, parcelIds: undone } : full;
}

/**
 * The route as it will be once the server has carried out what waits: a tap shows its effect at once, with or without
 * a network. Only the driver's own screen sees this; the next answer of the server replaces it.
 */
export function foreseeRoute(route: Route, commands: readonly Foreseen[]): Route {
  return commands.reduce(afterCommand, route);
}

function afterCommand(route: Route, command: Foreseen): Route {
  switch (command.type) {
    case 'start_route':
      return command.routeId === route.id && route.phase === 'planned'
        ? {
            ...route,
            phase: 'started',
            stops: route.stops.map((stop) => withStates(stop, atDepotStates, 'on_its_way')),
          }
        : route;
    case 'finish_route':
      return { ...route, phase: 'finished' };
    case 'take_break':
      return { ...route, duty: 'on_break' };
    case 'go_dark':
      return { ...route, duty: 'dark' };
    case 'resume':
      return { ...route, duty: 'driving' };
    case 'arrive':
      return withStop(route, command.stopId, (stop) => {
        if (stop.status === 'open') return { ...stop, status: 'arrived' };
        return isWrongDoor(stop) ? openAnew(stop) : stop;
      });
    case 'deliver':
      return settle(route, command, 'delivered');
    case 'attempt':
      return settle(route, command, 'attempted');
    case 'undo':
      return withStop(route, command.stopId, (stop) => ({
        ...withStates(
          stop,
          ['delivered', 'attempted'],
          'on_its_way',
          'parcelIds' in command ? command.parcelIds : null,
        ),
        status: 'arrived',
      }));
    case 'next_stop':
      return { ...route, nextStopId: command.stopId };
  }
}

const atDepotStates = ['announced', 'at_depot'];
const openStates = ['on_its_way', 'arriving'];

/** Whether a parcel is still to be handed over on this route. */
export function isOpen(parcel: { readonly state: string }): boolean {
  return openStates.includes(parcel.state) || atDepotStates.includes(parcel.state);
}

/** Whether a recipient says of a delivery made at this stop that it was at another door. */
export function isWrongDoor(stop: DriverStop): boolean {
  return stop.status === 'completed' && stop.parcels.some(({ notMyDoor }) => notMyDoor === true);
}

function openAnew(stop: DriverStop): DriverStop {
  const parcels = stop.parcels.map(({ notMyDoor, ...parcel }) =>
    notMyDoor ? { ...parcel, state: 'on_its_way' } : parcel,
  );
  return { ...stop, status: 'arrived', parcels };
}

function withStop(route: Route, stopId: string, change: (stop: DriverStop) => DriverStop): Route {
  return { ...route, stops: route.stops.map((stop) => (stop.id === stopId ? change(stop) : stop)) };
}

function withStates(
  stop: DriverStop,
  from: readonly string[],
  state: string,
  only: readonly string[] | null = null,
): DriverStop {
  const parcels = stop.parcels.map((parcel) =>
    from.includes(parcel.state) && (only?.includes(parcel.id) ?? true) ? { ...parcel, state } : parcel,
  );
  return { ...stop, parcels };
}

function settle(route: Route, command: { stopId: string; parcelIds?: readonly string[] }, state: string): Route {
  const after = withStop(route, command.stopId, (stop) => {
    const parcels = stop.parcels.map((parcel) =>
      isOpen(parcel) && (command.parcelIds?.includes(parcel.id) ?? true) ? { ...parcel, state } : parcel,
    );
    return { ...stop, parcels, status: parcels.some(isOpen) ? stop.status : 'completed' };
  });
  const isDone = after.stops.some(({ id, status }) => id === command.stopId && status === 'completed');
  return isDone && route.nextStopId === command.stopId ? { ...after, nextStopId: null } : after;
}
