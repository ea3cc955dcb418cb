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
