import { open } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Some hundred connections at a time. */
const usualPieceBytes = 64 * 1024;

/**
 * What the system still holds for connections, sent by us and not yet taken by the other side, by connection
 * (`connectionOf`); of a connection that is not named it holds nothing. Node does not tell it, and the system takes up
 * to 4 MB for a reader who never reads: hours of positions that nobody asked for. Linux tells in /proc/net/tcp; null
 * where there is no such table. Read piece by piece, so that whatever else has come is heard in between. The table moves
 * meanwhile: now and then a connection is passed over, or all that stand behind a piece that could not be read, and counts
 * until the next look as one that holds nothing, as all do where nothing is told.
 */
export async function readSendQueues(pieceBytes = usualPieceBytes): Promise<ReadonlyMap<string, number> | null> {
  const held = new Map<string, number>();
  let isTold = false;
  for (const { table, addressDigits } of tables)
    try {
      for await (const lines of linesOf(table, pieceBytes)) noteHeld(lines, addressDigits, held);
      isTold = true;
    } catch {
      // Not there, or not for us: the other one may be.
    }
  return isTold ? held : null;
}

const tables = [
  { table: '/proc/net/tcp', addressDigits: 8 },
  { table: '/proc/net/tcp6', addressDigits: 32 },
] as const;

/** Whole lines, as many as a piece brings. */
async function* linesOf(table: string, pieceBytes: number): AsyncGenerator<string> {
  await using file = await open(table);
  const buffer = Buffer.allocUnsafe(pieceBytes);
  let begun = '';
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, pieceBytes);
    if (bytesRead === 0) return;
    const text = begun + buffer.toString('latin1', 0, bytesRead);
    const end = text.lastIndexOf('\n') + 1;
    begun = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
}

/**
 * "  12: 0100007F:0BB8 0100007F:D2F4 01 0000A5C0:00000000 …": local, remote, state (01 is established), queue. Nearly all
 * lines hold nothing: of those no text is made. The table's head is no connection, and looks like none.
 */
function noteHeld(lines: string, addressDigits: number, held: Map<string, number>): void {
  const endDigits = addressDigits + ':0BB8 '.length;
  for (let line = 0; line < lines.length; line = lines.indexOf('\n', line) + 1) {
    const ends = lines.indexOf(': ', line) + 2;
    const state = ends + 2 * endDigits;
    if (!lines.startsWith('01 ', state) || lines.startsWith('00000000', state + 3)) continue;
    held.set(lines.slice(ends, state - 1), Number.parseInt(lines.slice(state + 3, state + 11), 16));
  }
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
