import type { ParcelViewMessage, VanFrame } from '@doorstep/contract';

export type Frame =
  | { readonly event: 'view'; readonly data: ParcelViewMessage }
  | { readonly event: 'van'; readonly data: VanFrame }
  | { readonly event: 'reconnect'; readonly data: { readonly afterMillis: number } };

/** A reader of server-sent events over a real connection. Heartbeats are left out. */
export async function openStream(url: string, headers: Record<string, string>) {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const seen: Frame[] = [];
  const frames = framesOf(response);

  async function next(): Promise<Frame | null> {
    for (;;) {
      const step = await frames.next();
      if (step.done) return null;
      seen.push(step.value);
      return step.value;
    }
  }

  return {
    response,
    /** Every frame read so far. */
    seen,
    /** The next frame, or null where the server ended the stream. Waits as long as the test may. */
    next,
    /** Reads until a frame is as wanted; throws where the stream ends before. */
    async until(wanted: (frame: Frame) => boolean): Promise<Frame> {
      for (;;) {
        const frame = await next();
        if (frame === null) throw new Error(`the stream ended after ${JSON.stringify(seen)}`);
        if (wanted(frame)) return frame;
      }
    },
    async untilEnd(): Promise<readonly Frame[]> {
      const rest: Frame[] = [];
      for (let frame = await next(); frame !== null; frame = await next()) rest.push(frame);
      return rest;
    },
    close: () => abort.abort(),
  };
}

async function* framesOf(response: Response): AsyncGenerator<Frame> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const event = /^event: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data === undefined || event === 'heartbeat') continue;
      if (event !== 'view' && event !== 'van' && event !== 'reconnect') throw new Error(`a frame "${event}"`);
      yield { event, data: JSON.parse(data) };
    }
  }
}
