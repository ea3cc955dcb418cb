import { createHttpSend, createMemoryStore, createOutbox, type Outbox } from '../packages/outbox/index.ts';
import { pair } from '../packages/simulator/device.ts';
import type { DemoStage } from './stage.ts';

/** A driver's phone of the demo: paired through the door, with an outbox like any other. */
export interface Phone {
  readonly token: string;
  readonly outbox: Outbox;
}

/** One phone a driver, paired when it is first asked for. */
export function createPhones({ operator, url, clock }: Pick<DemoStage, 'operator' | 'url' | 'clock'>) {
  const paired = new Map<string, Promise<Phone>>();

  async function pairAnew(driverName: string): Promise<Phone> {
    const answer = await pair(await operator.pairingCode(driverName), url);
    if (answer.outcome !== 'ok') throw new Error(answer.sentence);
    const { token } = answer.value;
    return {
      token,
      outbox: createOutbox({ store: createMemoryStore(), send: createHttpSend({ url, token }), clock }),
    };
  }

  return {
    of(driverName: string): Promise<Phone> {
      const phone = paired.get(driverName) ?? pairAnew(driverName);
      paired.set(driverName, phone);
      phone.catch(() => paired.delete(driverName));
      return phone;
    },
    /** The next use pairs another: this one's key is worth nothing any more. */
    forget: (driverName: string) => void paired.delete(driverName),
  };
}

/** The demo's clock hurries and leaps over nights: a link lasts as long as a visitor may want it. */
export const pairingMinutes = 365 * 24 * 60;
export type Phones = ReturnType<typeof createPhones>;
