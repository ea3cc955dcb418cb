// Reads HTTP/1.1 answers with as little work as possible: the generator must not be what is measured.
import { connect, type Socket } from 'node:net';

export interface Answered {
  readonly status: number;
  /** Fixes of this answer that were accepted, and answered before; null where the answer carries none (a floor). */
  readonly accepted: number | null;
  readonly duplicates: number;
}

/** An answer that is byte for byte as long as an earlier, fully read one is taken for the same; every 64th is read. */
export interface UsualAnswer {
  bytes: number;
  answered: Answered | null;
  since: number;
}

const shared = Buffer.alloc(256 * 1024);

/** One phone's connection, kept alive; one request at a time. */
export function openPhone(
  port: number,
  usual: UsualAnswer,
  onAnswer: (answered: Answered) => void,
  onError: (error: Error) => void,
): Socket {
  let partial = '';
  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: shared,
      callback(bytes: number): boolean {
        if (partial === '' && bytes === usual.bytes && usual.answered && usual.since++ % 64 !== 0) {
          onAnswer(usual.answered);
          return true;
        }
        partial += shared.toString('latin1', 0, bytes);
        const read = readAnswer(partial);
        if (read) {
          usual.bytes = partial.length;
          usual.answered = read;
          partial = '';
          onAnswer(read);
        }
        return true;
      },
    },
  });
  socket.on('error', onError);
  return socket;
}

function readAnswer(text: string): Answered | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? Number.NaN);
  if (text.length < headEnd + 4 + length) return null;
  const status = Number(text.slice(9, 12));
  const body = text.slice(headEnd + 4);
  const isAnswered = body.includes('"answers"');
  return {
    status,
    accepted: isAnswered ? body.split('"outcome":"accepted"').length - 1 : null,
    duplicates: body.split('"duplicate":true').length - 1,
  };
}
