import type { DemoMessage, DemoPerson, DemoServices } from '@doorstep/contract/page-services.ts';

export interface ShownMessage extends DemoMessage {
  /** Who of the demo's people reads it; null where nobody can be looked through. */
  readonly reader: DemoPerson | null;
}

/** The newest messages, each with the person whose eyes it can be opened with. */
export async function readMessages(demo: DemoServices, limit: number): Promise<readonly ShownMessage[]> {
  const readers = new Map(demo.people.map(({ email, who }) => [email, who]));
  const messages = await demo.messages(limit);
  return messages.map((message) => ({ ...message, reader: readers.get(message.to) ?? null }));
}

/** As many messages are looked through for one person's. */
const lookedThrough = 100;

/** The newest message to one of the demo's people. */
export async function newestMessageTo(demo: DemoServices, who: DemoPerson): Promise<readonly ShownMessage[]> {
  const email = demo.people.find((person) => person.who === who)?.email;
  return (await readMessages(demo, lookedThrough)).filter(({ to }) => to === email).slice(0, 1);
}
