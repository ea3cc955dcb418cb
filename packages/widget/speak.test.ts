import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeSpeaker, spokenStatus } from './speak.ts';

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

  it('says with a number that rose why, and nothing more with any other', () => {
    const because = { code: 'count_rose', sentence: 'Auf der Tour hat sich etwas geändert.' };
    const away = { kind: 'number' as const, count: 6, sentence: 'Noch 6 Stopps' };
    const page = ['Noch 6 Stopps', ''];
    expect(spokenStatus(page, { stopsAway: { ...away, because } })).toBe(`Noch 6 Stopps, ${because.sentence}`);
    expect(spokenStatus(page, { stopsAway: away })).toBe('Noch 6 Stopps');
    expect(spokenStatus(['Zugestellt', 'gestern'], { stopsAway: null })).toBe('Zugestellt, gestern');
  });
});
