import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openSource } from './shared-source.ts';

/** Stands for the browser's own, which refuses to be closed by way of another object, as this one does. */
class StrictEventSource extends EventTarget {
  static made: StrictEventSource[] = [];
  #isOpen = true;
  constructor() {
    super();
    StrictEventSource.made.push(this);
  }
  close(): void {
    this.#isOpen = false;
  }
  get isOpen(): boolean {
    return this.#isOpen;
  }
}

beforeEach(() => {
  StrictEventSource.made = [];
  vi.stubGlobal('EventSource', StrictEventSource);
  vi.stubGlobal('location', { href: 'http://localhost/parcels/par_1' });
});
afterEach(() => vi.unstubAllGlobals());

const open = () => openSource('/live', { onOpen: () => undefined, onEvent: () => undefined, onError: () => undefined });
const connections = () => StrictEventSource.made.map(({ isOpen }) => isOpen);

it('is one connection for all pages; the page that held it closes it, and the next one opens its own', async () => {
  const first = open();
  await vi.waitFor(() => expect(connections()).toEqual([true]));
  const second = open();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(connections()).toEqual([true]);
  first.close();
  await vi.waitFor(() => expect(connections()).toEqual([false, true]));
  second.close();
  expect(connections()).toEqual([false, false]);
});

it('may be given up and opened again by one page: after a lost network, a look elsewhere, a sign-out', async () => {
  for (const before of [[], [false], [false, false]]) {
    const source = open();
    await vi.waitFor(() => expect(connections()).toEqual([...before, true]));
    source.close();
  }
});
