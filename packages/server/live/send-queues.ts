import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/**
 * What the system still holds for connections, sent by us and not yet taken by the other side, by connection
 * (`connectionOf`); of a connection that is not named it holds nothing. Node does not tell it, and the system takes up
 * to 4 MB for a reader who never reads: hours of positions that nobody asked for. Linux tells in /proc/net/tcp; null
 * where there is no such table.
 */
export async function readSendQueues(): Promise<ReadonlyMap<string, number> | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((table) => readFile(table, 'latin1').catch(() => '')),
  );
  const held = new Map<string, number>();
  for (const [place, table] of tables.entries()) noteHeld(table, place === 0 ? 8 : 32, held);
  return tables.join('') === '' ? null : held;
}

/**
 * "  12: 0100007F:0BB8 0100007F:D2F4 01 0000A5C0:00000000 …": local, remote, state (01 is established), queue. There is a
 * line for each connection of the machine, and nearly all hold nothing: of those no text is made.
 */
function noteHeld(table: string, addressDigits: number, held: Map<string, number>): void {
  const endDigits = addressDigits + ':0BB8 '.length;
  for (let line = afterBreak(table, 0); line < table.length; line = afterBreak(table, line)) {
    const ends = table.indexOf(': ', line) + 2;
    const state = ends + 2 * endDigits;
    if (!table.startsWith('01 ', state) || table.startsWith('00000000', state + 3)) continue;
    held.set(table.slice(ends, state - 1), Number.parseInt(table.slice(state + 3, state + 11), 16));
  }
}

function afterBreak(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at + 1;
}
/** The name of a connection in that table; empty where it is no TCP connection. */
export function connectionOf(socket: Socket): string {
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  if (!localAddress || !localPort || !remoteAddress || !remotePort) return '';
  return `${endOf(localAddress, localPort)} ${endOf(remoteAddress, remotePort)}`;
}

function endOf(address: string, port: number): string {
  const bytes = address.includes(':') ? bytesOfIpv6(address) : address.split('.').map(Number);
  let text = '';
  // Words of four bytes, each in the byte order of the machine, which is the little-endian one wherever this runs.
  for (let word = 0; word < bytes.length; word += 4)
    for (const byte of bytes.slice(word, word + 4).reverse()) text += hex(byte, 2);
  return `${text}:${hex(port, 4)}`;
}

function bytesOfIpv6(address: string): number[] {
  const [plain = ''] = address.split('%');
  const mapped = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(plain);
  const text = mapped
    ? `${mapped[1]}${hex(Number(mapped[2]) * 256 + Number(mapped[3]), 4)}:${hex(Number(mapped[4]) * 256 + Number(mapped[5]), 4)}`
    : plain;
  const [before = '', after] = text.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const groups = [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail];
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
