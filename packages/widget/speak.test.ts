import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeSpeaker } from './speak.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the live region', () => {
  it('says a change at once, and the newest of the next minute when that minute is over', () => {
    const said: string[] = [];
    const speaker = makeSpeaker((words) => said.push(words), 'Noch 5 Stopps');
    speaker.hear('Noch 4 Stopps');
    speaker.hear('Noch 3 Stopps');
    speaker.hear('Noch 2 Stopps');
    expect(said).toEqual(['Noch 4 Stopps']);
    vi.advanceTimersByTime(59_999);
    expect(said).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['Noch 4 Stopps', 'Noch 2 Stopps']);
  });

  it('says nothing where nothing changed, or where it changed back', () => {
    const said: string[] = [];
    const speaker = makeSpeaker((words) => said.push(words), 'Noch 5 Stopps');
    speaker.hear('Noch 5 Stopps');
    speaker.hear('Noch 4 Stopps');
    speaker.hear('Noch 3 Stopps');
    speaker.hear('Noch 4 Stopps');
    vi.advanceTimersByTime(200_000);
    expect(said).toEqual(['Noch 4 Stopps']);
  });
});
