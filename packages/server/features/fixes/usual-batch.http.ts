import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { type FixCandidate, type Language, toRfc3339 } from '@doorstep/domain';
import type { FastifyInstance } from 'fastify';
import { type Device, deviceTokenOf } from '../../access/devices.ts';
import { sha256Text } from '../../access/secret-code.ts';
import { languageOf } from '../../errors.ts';
import { readUsualBatch } from './read-usual-batch.ts';
import { type TakeBatchDeps, takeBatch } from './take-batch.ts';
import { fixAnswerMessage, type TakenFix } from './take-fixes.ts';

const path = '/api/v1/driver/fixes';
/** Some hundred fixes; what is larger is a backlog, which is rare. */
const mostBytes = 64 * 1024;

/**
 * Answers the request that comes thousands of times a second before it reaches the router: a batch in the form of our
 * outbox, of a phone that is known. Everything else, and whatever goes wrong, is the router's as if nobody had looked:
 * there alone stand limits, refusals and their words. What is answered here is answered there byte for byte the same.
 */
export function answerUsualBatches(
  app: FastifyInstance,
  deps: TakeBatchDeps,
  awaitBody: (request: IncomingMessage) => void,
): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  const listeners = app.server.listeners('request');
  const rest: RequestListener = (request, response) => {
    for (const listener of listeners) Reflect.apply(listener, app.server, [request, response]);
  };
  app.server.removeAllListeners('request');
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isClosing || !isUsual(request) || knownDevice(deps, request) === null) {
      rest(request, response);
      return;
    }
    awaitBody(request);
    readBody(request, (body) => {
      const receivedAt = deps.clock.now();
      const goOn = () => {
        bodies.set(request, { body, receivedAt });
        rest(request, response);
      };
      // Asked again: a body may come a minute after its head, and the phone may have been revoked or retired meanwhile.
      const sender = knownDevice(deps, request);
      const fixes = sender && readUsualBatch(body.toString('latin1'), receivedAt);
      if (sender === null || fixes === null) {
        goOn();
        return;
      }
      takeBatch(deps, sender, { receivedAt, fixes })
        .then((taken) => textOf(receivedAt, { fixes, taken, language: languageOf(request.headers['accept-language']) }))
        // Sent again to the router where it failed: what was stored of it is known there by its ids.
        .then((text) => answer(response, text), goOn);
    });
  });
}

/** Bodies that were read here and go on to the router, and when they had come. */
const bodies = new WeakMap<IncomingMessage, { readonly body: Buffer; readonly receivedAt: number }>();

export function bodyOf(raw: IncomingMessage, payload: Readable): Readable {
  const taken = bodies.get(raw);
  return taken ? Readable.from([taken.body]) : payload;
}

/** When the body had come, where it was read here; how long we then took is nothing that the phone's clock is to blame for. */
export function bodyCameAt(raw: IncomingMessage): number | null {
  return bodies.get(raw)?.receivedAt ?? null;
}

function isUsual({ method, url, headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length']);
  return method === 'POST' && url === path && headers['content-type'] === 'application/json' && length <= mostBytes;
}

/** The key of the token that came last over a connection: a phone sends the same one with every request. */
const keyOfConnection = new WeakMap<Socket, { readonly authorization: string; readonly key: string }>();

function knownDevice({ devices }: TakeBatchDeps, { headers, socket }: IncomingMessage): Device | null {
  const { authorization } = headers;
  const last = keyOfConnection.get(socket);
  if (last !== undefined && last.authorization === authorization) return devices.known(last.key);
  const token = deviceTokenOf(authorization);
  if (authorization === undefined || token === null) return null;
  const key = sha256Text(token);
  keyOfConnection.set(socket, { authorization, key });
  return devices.known(key);
}

function readBody(request: IncomingMessage, onBody: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [only] = chunks;
    onBody(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks));
  });
}

interface Answer {
  readonly text: string;
  readonly isAscii: boolean;
}

function textOf(
  receivedAt: number,
  batch: { fixes: readonly FixCandidate[]; taken: readonly TakenFix[]; language: Language },
): Answer {
  let text = `{"receivedAt":"${toRfc3339(receivedAt)}","answers":[`;
  let isAscii = true;
  for (const [index, { id }] of batch.fixes.entries()) {
    const became = batch.taken[index];
    if (!became) throw new Error('one answer a fix');
    if (index > 0) text += ',';
    if (became.answer.accepted && !became.duplicate) text += `{"id":"${id}","outcome":"accepted"}`;
    else {
      text += JSON.stringify(fixAnswerMessage(became, batch.language));
      isAscii = false;
    }
  }
  return { text: `${text}]}`, isAscii };
}

function answer(response: ServerResponse, { text, isAscii }: Answer): void {
  response.writeHead(200, {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-type': 'application/json; charset=utf-8',
    'content-length': isAscii ? text.length : Buffer.byteLength(text),
  });
  response.end(text, isAscii ? 'latin1' : 'utf8');
}
