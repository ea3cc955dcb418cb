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
    const items = commands.map((each): OutboxItem => ({ kind: 'command', id: each.id, command: each }));
    const batch = chooseBatch([fix, ...items], null);
    return batch?.kind === 'commands' ? batch.commands.map(({ id }) => id) : batch?.kind;
  };

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
});
