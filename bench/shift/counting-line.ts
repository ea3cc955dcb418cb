import { connect, createServer, type Socket } from 'node:net';

/** A line to a server on this machine that counts what goes over it, headers and all; TLS would come on top. */
export interface CountingLine {
  readonly url: string;
  readonly bytes: { sent: number; received: number };
  close(): void;
}

export async function openCountingLine(port: number): Promise<CountingLine> {
  const bytes = { sent: 0, received: 0 };
  const open = new Set<Socket>();
  const line = createServer((phone) => {
    const server = connect(port, '127.0.0.1');
    open.add(phone);
    phone.on('close', () => open.delete(phone));
    phone.on('data', (part) => (bytes.sent += part.length));
    server.on('data', (part) => (bytes.received += part.length));
    phone.on('error', () => server.destroy());
    server.on('error', () => phone.destroy());
    phone.pipe(server).pipe(phone);
  });
  await new Promise<void>((heard) => line.listen(0, '127.0.0.1', heard));
  const address = line.address();
  if (address === null || typeof address === 'string') throw new Error('The line has a port.');
  return { url: `http://127.0.0.1:${address.port}`, bytes, close };

  /** A phone keeps its connection for the next request: it is cut, or nobody could go home. */
  function close(): void {
    line.close();
    for (const phone of open) phone.destroy();
  }
}
