import { EventEmitter } from 'node:events';
import type { Bus } from '../../ports/bus.ts';

/** The bus of a single process. */
export function inProcessBus(): Bus {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    publish(topic, message) {
      queueMicrotask(() => emitter.emit(topic, message));
    },
    subscribe(topic, handler) {
      emitter.on(topic, handler);
      return () => emitter.off(topic, handler);
    },
  };
}
