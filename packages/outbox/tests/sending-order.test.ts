import type { Command } from '@doorstep/contract';
import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../ports.ts';
import { chooseBatch } from '../sending-order.ts';

const at = '2026-06-09T10:00:00Z';
const fix: OutboxItem = { kind: 'fix', id: '1', fix: { id: '1', lat: 49.5, lon: 11.2, fixedAt: at } };

function commandOf(type: 'take_break' | 'go_dark' | 'finish_route'): { item: OutboxItem; command: Command } {
  const command: Command = { id: '2', type, at };
  return { item: { kind: 'command', id: '2', command }, command };
}

describe('the word that no position is kept from now on', () => {
  it.each(['take_break', 'go_dark', 'finish_route'] as const)('goes before every fix: %s', (type) => {
    const { item, command } = commandOf(type);
    expect(chooseBatch([fix, item], null)).toEqual({ kind: 'commands', commands: [command] });
  });
});

describe('a break that was over before the newest fix', () => {
  const noon = Date.parse(at);
  const command = (type: 'take_break' | 'resume' | 'start_route' | 'finish_route', secondsAgo: number): Command => {
    const given = { id: `${type} ${secondsAgo}`, at: new Date(noon - secondsAgo * 1000).toISOString() };
    return type === 'start_route' ? { ...given, type, routeId: 'rte_1' } : { ...given, type };
  };
  const first = (...commands: Command[]) => {
    const batch = batchOf(commands);
    return batch?.kind === 'commands' ? batch.commands.map(({ id }) => id) : batch?.kind;
  };
  const batchOf = (commands: readonly Command[], newestFixSent: number | null = null, portion = 100) => {
    const items = commands.map((each): OutboxItem => ({ kind: 'command', id: each.id, command: each }));
    return chooseBatch([fix, ...items], newestFixSent, { commands: portion, fixes: 100 });
  };
  const doors = (count: number, from: number) =>
    Array.from({ length: count }, (_, index): Command => {
      const id = `door ${from - index}`;
      return { id, type: 'arrive', stopId: 'stp_1', at: new Date(noon - (from - index) * 1000).toISOString() };
    });

  it('does not hold up where the van is now', () => {
    expect(first(command('take_break', 90), command('resume', 60))).toBe('fixes');
    const [started, taken, resumed] = [command('start_route', 99), command('take_break', 90), command('resume', 60)];
    expect(first(started, taken, resumed)).toEqual([started.id]);
  });

  it('does where the server may still believe in it, where it lasts, and where the route ended', () => {
    for (const commands of [
      [command('resume', 60)],
      [command('take_break', 90), command('resume', -60)],
      [command('take_break', 90), command('resume', 60), command('finish_route', 30)],
      [command('resume', 99), command('take_break', 90), command('resume', 60)],
    ])
      expect(first(...commands)).toEqual(commands.map(({ id }) => id));
  });

  it('goes in one request with its end, which keeps what was measured after it, or before every fix', () => {
    const count = (commands: readonly Command[], portion: number, newestFixSent: number | null = noon) => {
      const batch = batchOf(commands, newestFixSent, portion);
      return batch?.kind === 'commands' ? batch.commands.length : batch?.kind;
    };
    const whole = (inside: number) => [command('take_break', 900), ...doors(inside, 899), command('resume', 60)];
    expect(count([...doors(3, 950), ...whole(4)], 8)).toBe(8 - 5);
    expect(count(whole(4), 5)).toBe(6);
    expect(count([...whole(4), ...doors(20, 50)], 8)).toBe(8);
    expect(count(whole(98), 8, null)).toBe('fixes');
    expect(count(whole(98), 8)).toBe(100);
    // Too long for one request, and said before anything is seen of the van.
    expect(count(whole(99), 8, null)).toBe(8);
  });
});
