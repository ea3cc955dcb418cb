import type { Config } from './config.ts';
import { keptSecret } from './kept-secret.ts';

/**
 * Who we are to push services (RFC 8292): our key, made on first start, and where they reach the operator, which is the
 * address people type or, where that is no https, the sender of our mails.
 */
export async function pushIdentity(
  config: Config,
): Promise<{ readonly privateKey: string; readonly subject: string; readonly anywhere: boolean }> {
  const given = config.pushKey ?? (await keptSecret(config.dataDirectory, 'push-key', 32));
  const sender = config.mailFrom.match(/[^\s<]+@[^\s>]+/)?.[0] ?? 'doorstep@localhost';
  return {
    privateKey: Buffer.from(given, 'base64').toString('base64url'),
    subject: config.publicUrl.startsWith('https:') ? config.publicUrl : `mailto:${sender}`,
    anywhere: config.pushAnywhere,
  };
}
