import type { DriverRoute, DriverStatus } from '@doorstep/contract';
import { type Language, toRfc3339, watchingStep } from '@doorstep/domain';
import type { Device, DeviceRegistry } from '../../access/devices.ts';
import { eachInSlices } from '../../live/in-slices.ts';
import { type SseStream, sseFrame } from '../../live/sse.ts';
import type { Bus } from '../../ports/bus.ts';
import { type SeeDriverRouteDeps, seeDriverRoute } from './see-driver-route.ts';

export interface DriverLiveDeps extends SeeDriverRouteDeps {
  readonly bus: Bus;
  readonly devices: DeviceRegistry;
}

interface Listener {
  readonly device: Device;
  readonly language: Language;
  readonly stream: SseStream;
  /** With which tick of sixty it is looked at anyway. */
  readonly turn: number;
  routeId: string | null;
  /** What was sent last, without the clock: the same again is not sent. */
  sentRoute: string;
  sentStatus: string;
  /** A reading is under way; another change meanwhile means one more. */
  reading: boolean;
  again: boolean;
}

const tickMillis = 500;
/** A new day brings a new route without anybody telling: every half minute, a part of all phones with each tick. */
const ticksBetweenLooks = 60;

/**
 * The streams of drivers' phones: `route` (a whole DriverRoute, first and whenever it changed: a safe place was named,
 * the plan was changed, a command took effect) and `status` (how many watch, which app tells positions).
 */
export function createDriverLive(deps: DriverLiveDeps) {
  const listeners = new Set<Listener>();

  async function look(listener: Listener): Promise<void> {
    if (listener.reading) {
      listener.again = true;
      return;
    }
    listener.reading = true;
    try {
      do {
        listener.again = false;
        sendRoute(listener, await seeDriverRoute(deps, listener.device, listener.language));
      } while (listener.again && listeners.has(listener));
    } catch {
      // The database is away: the phone comes back, and asks for its route.
      listener.stream.close();
    } finally {
      listener.reading = false;
    }
  }

  function sendRoute(listener: Listener, answer: DriverRoute): void {
    listener.routeId = answer.route?.id ?? null;
    // How many watch and whose position it is have an event of their own.
    const { watching: _, positions: __, otherPhoneActive: ___, ...plan } = answer.route ?? {};
    const route = JSON.stringify(plan);
    if (route === listener.sentRoute) return;
    if (!listener.stream.send(sseFrame('route', answer))) return;
    listener.sentRoute = route;
    listener.sentStatus = JSON.stringify(statusOf(listener));
  }

  function statusOf({ routeId, device }: Listener): Omit<DriverStatus, 'serverAt'> {
    const watching = routeId === null ? 'none' : watchingStep(deps.fanOut.countWatching(routeId));
    return { watching, positions: deps.positionSources.read(device.driverId) };
  }

  function tellStatus(listener: Listener): void {
    const status = statusOf(listener);
    const text = JSON.stringify(status);
    if (text === listener.sentStatus) return;
    const frame = sseFrame('status', { serverAt: toRfc3339(deps.clock.now()), ...status } satisfies DriverStatus);
    if (listener.stream.send(frame)) listener.sentStatus = text;
  }

  deps.bus.subscribe('route_changed', ({ routeId }) => {
    // Whoever has no route yet may have been given this one.
    for (const listener of listeners)
      if (listener.routeId === routeId || listener.routeId === null) void look(listener);
  });
  deps.bus.subscribe('routes_imported', () => {
    for (const listener of listeners) void look(listener);
  });
  deps.devices.onEvicted((deviceId) => {
    for (const { device, stream } of listeners) if (deviceId === null || device.deviceId === deviceId) stream.close();
  });
  let opened = 0;
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
    for (const listener of listeners) if (listener.turn === ticks % ticksBetweenLooks) void look(listener);
    void eachInSlices(listeners, tellStatus);
  }, tickMillis);
  ticking.unref();

  return {
    /** Begins with the whole route. The stream belongs to us from here on. */
    async follow(device: Device, language: Language, openStream: () => SseStream): Promise<void> {
      const answer = await seeDriverRoute(deps, device, language);
      const listener: Listener = {
        device,
        language,
        stream: openStream(),
        turn: opened++ % ticksBetweenLooks,
        routeId: null,
        sentRoute: '',
        sentStatus: '',
        reading: false,
        again: false,
      };
      listeners.add(listener);
      listener.stream.onClose = () => void listeners.delete(listener);
      listener.stream.onReady = () => {
        listener.sentRoute = '';
        void look(listener);
      };
      sendRoute(listener, answer);
      // What changed between the reading and now has told nobody.
      void look(listener);
    },
    stop: () => clearInterval(ticking),
  };
}
export type DriverLive = ReturnType<typeof createDriverLive>;
