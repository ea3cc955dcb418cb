import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followStream, type Stream, type StreamState } from './follow-stream.ts';

/** Stands for the browser's own, whose connections are counted here. */
class CountedEventSource extends EventTarget {
  static readonly open = new Set<CountedEventSource>();
  constructor() {
    super();
    CountedEventSource.open.add(this);
  }
  close(): void {
    CountedEventSource.open.delete(this);
  }
}

class Page extends EventTarget {
  visibilityState = 'visible';
}

let page: Page;
let stream: Stream;
let states: StreamState[];

beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', Object.assign(new EventTarget(), { setTimeout }));
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('EventSource', CountedEventSource);
  states = [];
  stream = followStream({
    liveUrl: '/live',
    viewUrl: '/view',
    onView: () => undefined,
    onVan: () => undefined,
    onClock: () => undefined,
    onState: (state) => states.push(state),
  });
});
afterEach(() => {
  stream.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function look(visibilityState: 'visible' | 'hidden'): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
}

it('holds no connection while nobody looks at the page, and says nothing of it', () => {
  stream.open();
  const before = [...CountedEventSource.open];
  look('hidden');
  expect(CountedEventSource.open.size).toBe(0);
  vi.advanceTimersByTime(3_600_000);
  window.dispatchEvent(new Event('offline'));
  window.dispatchEvent(new Event('online'));
  expect(CountedEventSource.open.size).toBe(0);
  look('visible');
  expect(CountedEventSource.open.size).toBe(1);
  expect(before.some((source) => CountedEventSource.open.has(source))).toBe(false);
  expect(states).toEqual([]);
});

it('forgets a drop that it was waiting out when the page was hidden', () => {
  stream.open();
  for (const source of CountedEventSource.open) {
    source.dispatchEvent(new Event('open'));
    source.dispatchEvent(new Event('error'));
  }
  look('hidden');
  vi.advanceTimersByTime(3_600_000);
  expect(CountedEventSource.open.size).toBe(0);
  expect(states).toEqual([]);
});

it('begins with the first look at a page that was opened in the background', () => {
  page.visibilityState = 'hidden';
  stream.open();
  expect(CountedEventSource.open.size).toBe(0);
  look('visible');
  expect(CountedEventSource.open.size).toBe(1);
  stream.close();
  look('visible');
  expect(CountedEventSource.open.size).toBe(0);
});
