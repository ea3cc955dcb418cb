import { request } from 'node:http';
import { isObject } from './compare-view.ts';

/** One frame as its bytes and as what they say. */
export interface SeenFrame {
  readonly event: string;
  readonly raw: string;
  readonly data: unknown;
}

/** An open stream: what its page would show now, and every frame since it was last asked. */
export interface StreamWatch {
  readonly view: unknown;
  readonly beats: number;
  readonly ended: boolean;
  readonly status: number;
  takeFrames(): SeenFrame[];
  close(): void;
}

/** Follows a stream as the page does: a whole view replaces the one before, a `van` frame changes its parts. */
export async function watchStream(url: string, headers: Record<string, string>): Promise<StreamWatch> {
  let [view, beats, ended, text]: [unknown, number, boolean, string] = [null, 0, false, ''];
  let frames: SeenFrame[] = [];
  const take = (part: string) => {
    const event = /^event: (.*)$/m.exec(part)?.[1] ?? '';
    const raw = /^data: (.*)$/m.exec(part)?.[1];
    if (raw === undefined) return;
    if (event === 'heartbeat') {
      beats += 1;
      return;
    }
    const data: unknown = JSON.parse(raw);
    frames.push({ event, raw, data });
    if (event === 'view') view = data;
    if (event === 'van') view = withVan(view, data);
  };
  const sent = request(url, { headers, agent: false });
  const status = await new Promise<number>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const parts = (text + chunk).split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) take(part);
      });
      const end = () => {
        ended = true;
      };
      response.on('end', end);
      response.on('close', end);
      response.on('error', end);
      resolve(response.statusCode ?? 0);
    });
    sent.end();
  });
  return {
    status,
    get view() {
      return view;
    },
    get beats() {
      return beats;
    },
    get ended() {
      return ended;
    },
    takeFrames() {
      const taken = frames;
      frames = [];
      return taken;
    },
    close: () => sent.destroy(),
  };
}

function withVan(view: unknown, frame: unknown): unknown {
  if (!isObject(view) || !isObject(frame) || !isObject(view.map)) return view;
  const { van, distanceMetres, pathAhead, stopsAway, window } = frame;
  const map = view.map.shown === true ? { ...view.map, van, distanceMetres, pathAhead } : view.map;
  // A frame with a dot for a page without one would be shown by nobody, and is no less a leak.
  const leaked = view.map.shown !== true && van !== null ? { ...view.map, van } : map;
  return { ...view, map: leaked, stopsAway, window };
}
