import { createECDH } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import webPush, { type RequestDetails } from 'web-push';
import type { PushAnswer, Pusher } from '../../ports/pusher.ts';
import { isPublicAddress, lookupPublic } from './public-network.ts';

const timeoutMillis = 10_000;
const longestRestSeconds = 24 * 3600;

/**
 * Pushes over RFC 8030, encrypted for one browser (RFC 8291) and signed with our key (RFC 8292). `privateKey` is 32 bytes
 * as base64url, `subject` a mailto: or https: address at which a push service can reach the operator. Only https and
 * only public addresses are asked, whatever a subscription names; `anywhere` lifts that, for trials.
 */
export function webPusher(options: { privateKey: string; subject: string; anywhere: boolean }): Pusher {
  const { subject, anywhere } = options;
  const keys = vapidKeys(options.privateKey);
  const reach = anywhere ? {} : { lookup: lookupPublic };
  const agents = {
    https: new HttpsAgent({ keepAlive: true, maxSockets: 64, ...reach }),
    http: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
  };

  function mayReach(endpoint: string): boolean {
    if (!URL.canParse(endpoint)) return false;
    const { protocol, hostname, username, password, hash } = new URL(endpoint);
    if (username !== '' || password !== '' || hash !== '') return false;
    if (anywhere) return protocol === 'https:' || protocol === 'http:';
    const literal = hostname.replace(/^\[|\]$/g, '');
    return protocol === 'https:' && (isIP(literal) === 0 || isPublicAddress(literal));
  }

  function post({ endpoint, method, headers, body }: RequestDetails): Promise<PushAnswer> {
    return new Promise((resolve) => {
      const isPlain = endpoint.startsWith('http:');
      const asked = (isPlain ? httpRequest : httpsRequest)(endpoint, {
        method,
        headers: { ...headers },
        agent: isPlain ? agents.http : agents.https,
        signal: AbortSignal.timeout(timeoutMillis),
      });
      asked.on('response', (response) => {
        // Nothing is read of what it says: a status tells all, and a body may be as long as it likes.
        response.on('error', () => undefined);
        response.resume();
        resolve(answerOf(response));
      });
      asked.on('error', (error) => resolve({ outcome: 'later', reason: codeOf(error), afterSeconds: null }));
      asked.end(body);
    });
  }

  return {
    publicKey: keys.publicKey,
    mayReach,
    async send({ subscription, payload, topic, isUrgent, ttlSeconds }) {
      const { endpoint, p256dh, auth } = subscription;
      if (!mayReach(endpoint)) return { outcome: 'refused', reason: 'NOT_PUBLIC' };
      let details: RequestDetails;
      try {
        details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
          vapidDetails: { subject, ...keys },
          TTL: ttlSeconds,
          topic,
          urgency: isUrgent ? 'high' : 'normal',
        });
      } catch {
        return { outcome: 'refused', reason: 'KEYS' };
      }
      return post(details);
    },
    close() {
      agents.https.destroy();
      agents.http.destroy();
    },
  };
}

/** RFC 8030, 5, 7.3 and 8.4: taken is 201; 404 and 410 say that the subscription has ended; 429 and 5xx are trouble. */
function answerOf(response: IncomingMessage): PushAnswer {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { outcome: 'taken' };
  if (status === 404 || status === 410) return { outcome: 'gone' };
  const reason = `HTTP ${status}`;
  if (status === 429 || status === 408 || status >= 500)
    return { outcome: 'later', reason, afterSeconds: retryAfter(response.headers['retry-after']) };
  return { outcome: 'refused', reason };
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfter(value: string | undefined): number | null {
  if (value === undefined) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(longestRestSeconds, Math.max(0, seconds)) : null;
}

function codeOf(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'TIMEOUT';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

/** The public half follows from the private one, so only that is kept. Throws where it is no key of P-256. */
function vapidKeys(privateKey: string): { publicKey: string; privateKey: string } {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  return { publicKey: curve.getPublicKey('base64url'), privateKey };
}
