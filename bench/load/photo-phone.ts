// A driver's phone that delivers and sends pictures, and knows when the last byte of one left it.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { BenchFailed } from '../measure.ts';

export interface Answered {
  readonly status: number;
  readonly text: string;
  /** Milliseconds since the epoch, with fractions: comparable between processes of one machine. */
  readonly lastByteAt: number;
}

export type PhotoPhone = ReturnType<typeof openPhotoPhone>;

export const preciseNow = () => performance.timeOrigin + performance.now();

export function openPhotoPhone(port: number, token: string) {
  const agent = new Agent({ keepAlive: true });
  const send = (method: string, path: string, type: string, bytes: Buffer) =>
    new Promise<Answered>((resolve, reject) => {
      let lastByteAt = 0;
      const headers = { authorization: `Bearer ${token}`, 'content-type': type, 'content-length': bytes.length };
      const sent = request({ host: '127.0.0.1', port, method, path, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString(), lastByteAt }),
        );
        response.on('error', reject);
      });
      sent.on('finish', () => {
        lastByteAt = preciseNow();
      });
      sent.on('error', reject);
      sent.end(bytes);
    });

  return {
    put: (photoId: string, size: 'preview' | 'full', bytes: Buffer) =>
      send('PUT', `/api/v1/driver/photos/${photoId}${size === 'preview' ? '/preview' : ''}`, 'image/jpeg', bytes),
    /** Throws BenchFailed where it is not carried out. */
    async order(type: string, more: object): Promise<void> {
      const at = new Date().toISOString();
      const body = JSON.stringify({ sentAt: at, commands: [{ id: randomUUID(), type, at, ...more }] });
      const { text } = await send('POST', '/api/v1/driver/commands', 'application/json', Buffer.from(body));
      if (!text.includes('"outcome":"done"')) throw new BenchFailed(`${type} was not done: ${text.slice(0, 300)}`);
    },
    /** Leaves a stop's parcels with a picture to come; the id that it will have. */
    async leave(stopId: string): Promise<string> {
      const photoId = randomUUID();
      await this.order('deliver', { stopId, how: 'safe_place', place: 'Carport', photoId });
      return photoId;
    },
    close: () => agent.destroy(),
  };
}
