import { createTransport } from 'nodemailer';
import { type Mailer, MailNotTaken } from '../../ports/mailer.ts';

/**
 * Mail by SMTP (RFC 5321). `url` is smtp:// (STARTTLS where the server offers it) or smtps://, with user and password
 * where needed. Connections are pooled; `close` ends them.
 */
export function smtpMailer(options: { url: string; from: string }): Mailer {
  const transport = createTransport(
    { url: options.url, pool: true, maxConnections: 2, connectionTimeout: 20_000, socketTimeout: 30_000 },
    { from: options.from },
  );
  const domain = options.from.match(/@([^\s>]+)/)?.[1] ?? 'localhost';
  return {
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          // A mail that had to be sent twice is the same message, and says that no holiday notice need answer (RFC 3834).
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw notTaken(error);
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 5321: 5yz is a permanent refusal. One of the log-in (53z) is the operator's to mend, so the mail may still go. */
function notTaken(error: unknown): MailNotTaken {
  const answer = numberIn(error, 'responseCode');
  const code = textIn(error, 'code') ?? 'UNKNOWN';
  const final = answer !== null && answer >= 500 && answer < 600 && !(answer >= 530 && answer < 540);
  return new MailNotTaken(answer === null ? code : `${code} ${answer}`, { final });
}

function numberIn(value: unknown, key: string): number | null {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
  return typeof found === 'number' ? found : null;
}

function textIn(value: unknown, key: string): string | null {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
  return typeof found === 'string' ? found : null;
}
