// The floor of `notify`: encrypts one push and posts it, over a connection that is kept.
import { Agent, request } from 'node:http';
import webPush from 'web-push';
import { answerParent, observing } from '../child.ts';

const agent = new Agent({ keepAlive: true });

const work = {
  /** Answers when it began, milliseconds since the epoch. */
  post(input: {
    subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
    keys: { publicKey: string; privateKey: string };
    payload: string;
  }): Promise<number> {
    const beganAt = performance.timeOrigin + performance.now();
    const { endpoint, method, headers, body } = webPush.generateRequestDetails(input.subscription, input.payload, {
      vapidDetails: { subject: 'mailto:bench@example.org', ...input.keys },
      TTL: 60,
      topic: 'bench',
    });
    return new Promise((resolve, reject) => {
      const asked = request(endpoint, { method, headers: { ...headers }, agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(beganAt));
      });
      asked.on('error', reject);
      asked.end(body);
    });
  },
  ...observing(),
};
export type NotifyFloor = typeof work;

answerParent<NotifyFloor>({ ...work, stop: async () => agent.destroy() });
