/** One push to one browser (RFC 8030), before it is encrypted. */
export interface Push {
  /** What the browser gave us: where to, and for whose eyes (RFC 8291). */
  readonly subscription: { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
  readonly payload: string;
  /** A newer push of the same topic takes this one's place where it still waits at the service. */
  readonly topic: string;
  readonly isUrgent: boolean;
  readonly ttlSeconds: number;
}

/**
 * What became of it. `gone`: this browser is not reached there any more, ever. `later`: after so many seconds, where the
 * service said so. `refused`: not this one, however often. The reason holds codes only.
 */
export type PushAnswer =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'later'; readonly reason: string; readonly afterSeconds: number | null }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Hands pushes to the services of browsers. */
export interface Pusher {
  /** What a browser must be told to make a subscription for us (RFC 8292), base64url. */
  readonly publicKey: string;
  /** Whether pushes may be sent to such an address at all, before anything is known of where it leads. */
  mayReach(endpoint: string): boolean;
  /** Never throws for what lies with the other side. */
  send(push: Push): Promise<PushAnswer>;
  close(): void;
}
