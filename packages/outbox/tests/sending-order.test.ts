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
