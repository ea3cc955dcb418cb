// A push service as browsers have one, written after RFC 8030 (push), RFC 8291 and 8188 (encryption) and RFC 8292 (who
// sends), with nothing of the library that ours is sent with: a push that it takes, a browser can read.
import { createDecipheriv, createECDH, createHmac, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a browser read out of a push, and how it came. */
export interface TakenPush {
  readonly endpoint: string;
  readonly message: Readonly<Record<string, unknown>>;
  readonly ttlSeconds: number;
  readonly topic: string;
  readonly urgency: string;
  readonly subject: string;
  readonly takenAt: number;
}

/** What `PushSubscription.toJSON()` gives. */
export interface BrowserSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

interface Browser {
  readonly curve: ECDH;
  readonly auth: Buffer;
  /** The only sender it takes pushes from (RFC 8292, 4). */
  readonly senderKey: string;
  /** What is answered instead of 201, one after the other; a status alone, or with a Retry-After. */
  readonly answers: { readonly status: number; readonly retryAfter?: string }[];
}

export interface PushService {
  readonly origin: string;
  /** Every push that was answered 201, in order. */
  readonly taken: TakenPush[];
  /** Every request with the status it was answered with. */
  readonly asked: { readonly endpoint: string; readonly status: number; readonly at: number }[];
  subscribe(senderKey: string, answers?: Browser['answers']): BrowserSubscription;
  close(): Promise<void>;
}

export async function openPushService(): Promise<PushService> {
  const browsers = new Map<string, Browser>();
  const taken: TakenPush[] = [];
  const asked: PushService['asked'] = [];
  let origin = '';

  const server = createServer((request, response) => {
    const endpoint = `${origin}${request.url}`;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answerTo(endpoint, request, Buffer.concat(chunks));
      asked.push({ endpoint, status: answer.status, at: preciseNow() });
      write(response, answer);
    });
  });

  function answerTo(endpoint: string, request: IncomingMessage, body: Buffer): { status: number; retryAfter?: string } {
    const browser = browsers.get(endpoint);
    if (browser === undefined || request.method !== 'POST') return { status: 404 };
    const { headers } = request;
    const ttl = headers.ttl;
    // RFC 8030, 5.2: without a TTL it is refused.
    if (typeof ttl !== 'string' || !/^\d+$/.test(ttl)) return { status: 400 };
    const subject = senderOf(headers.authorization, { origin, senderKey: browser.senderKey });
    if (subject === null) return { status: 403 };
    // What a browser must take at least (RFC 8030, 7.2).
    if (body.length > 4096) return { status: 413 };
    const topic = headers.topic;
    if (typeof topic !== 'string' || !/^[A-Za-z0-9_-]{1,32}$/.test(topic)) return { status: 400 };
    const next = browser.answers.shift();
    if (next) return next;
    if (headers['content-encoding'] !== 'aes128gcm') return { status: 415 };
    taken.push({
      endpoint,
      message: JSON.parse(decrypt(body, browser).toString('utf8')),
      ttlSeconds: Number(ttl),
      topic,
      urgency: typeof headers.urgency === 'string' ? headers.urgency : 'normal',
      subject,
      takenAt: preciseNow(),
    });
    return { status: 201 };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    taken,
    asked,
    subscribe(senderKey, answers = []) {
      const curve = createECDH('prime256v1');
      curve.generateKeys();
      const browser = { curve, auth: randomBytes(16), senderKey, answers: [...answers] };
      const endpoint = `${origin}/push/${randomBytes(16).toString('base64url')}`;
      browsers.set(endpoint, browser);
      const keys = { p256dh: curve.getPublicKey('base64url'), auth: browser.auth.toString('base64url') };
      return { endpoint, keys };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const preciseNow = () => performance.timeOrigin + performance.now();

function write(response: ServerResponse, { status, retryAfter }: { status: number; retryAfter?: string }): void {
  response.writeHead(status, {
    'content-length': '0',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(status === 201 ? { location: `/message/${randomBytes(8).toString('hex')}` } : {}),
  });
  response.end();
}

/** RFC 8292, 2 and 3: the subject of a token signed with the key this browser was subscribed with, for this service. */
function senderOf(authorization: string | undefined, expected: { origin: string; senderKey: string }): string | null {
  const parts = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization ?? '');
  const [, head = '', claims = '', signature = '', key = ''] = parts ?? [];
  if (key !== expected.senderKey) return null;
  const point = Buffer.from(key, 'base64url');
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33, 65).toString('base64url'),
    },
  });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const seconds = Date.now() / 1000;
  // Valid for no longer than a day.
  if (!isSigned || alg !== 'ES256' || aud !== expected.origin || exp < seconds || exp > seconds + 24 * 3600)
    return null;
  return typeof sub === 'string' && /^(mailto:|https:)/.test(sub) ? sub : null;
}

const hmac = (key: Buffer, ...parts: Buffer[]) => {
  const made = createHmac('sha256', key);
  for (const part of parts) made.update(part);
  return made.digest();
};
const one = Buffer.from([1]);

/** RFC 8291, 3.3 and 3.4, then RFC 8188, 2: one record, its key out of both sides' keys and the shared secret. */
function decrypt(body: Buffer, { curve, auth }: Browser): Buffer {
  const salt = body.subarray(0, 16);
  const senderPoint = body.subarray(21, 21 + body.readUInt8(20));
  const record = body.subarray(21 + senderPoint.length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), curve.getPublicKey(), senderPoint]);
  const material = hmac(hmac(auth, curve.computeSecret(senderPoint)), info, one);
  const key = hmac(salt, material);
  const contentKey = hmac(key, Buffer.from('Content-Encoding: aes128gcm\0'), one).subarray(0, 16);
  const nonce = hmac(key, Buffer.from('Content-Encoding: nonce\0'), one).subarray(0, 12);
  const decipher = createDecipheriv('aes-128-gcm', contentKey, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error('the last record ends with 2');
  return padded.subarray(0, end);
}
