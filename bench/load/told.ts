// What open streams have told last, for comparing it with the truth.
import { connect } from 'node:net';
import type { ParcelViewMessage, VanFrame } from '../../packages/contract/index.ts';

export interface Told {
  readonly parcelId: string;
  /** How many whole views and van frames came. */
  frames: number;
  state: string;
  stopsAway: ParcelViewMessage['stopsAway'];
  close(): void;
}

/** Opens a parcel's stream and follows it; answers once the first whole view is there. */
export function followStream(port: number, cookie: string, parcelId: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    let rest = '';
    const socket = connect({ port, host: '127.0.0.1' });
    const told: Told = { parcelId, frames: 0, state: '', stopsAway: null, close: () => socket.destroy() };
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('data', (chunk: string) => {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (event.startsWith('HTTP/1.1') && !event.startsWith('HTTP/1.1 200')) reject(new Error(event.slice(0, 200)));
        if (note(event, told)) resolve(told);
      }
    });
    socket.write(`GET /api/v1/me/parcels/${parcelId}/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\n\r\n`);
  });
}

/** True where the event was a whole view. */
function note(event: string, told: Told): boolean {
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (data === undefined) return false;
  if (/^event: van$/m.test(event)) {
    const frame: VanFrame = JSON.parse(data);
    told.frames += 1;
    told.stopsAway = frame.stopsAway;
  }
  if (!/^event: view$/m.test(event)) return false;
  const view: ParcelViewMessage = JSON.parse(data);
  told.frames += 1;
  told.state = view.status.state;
  told.stopsAway = view.stopsAway;
  return true;
}
