import { createTransport } from 'nodemailer';
import { type Mail, type Mailer, MailNotTaken } from '../../ports/mailer.ts';

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
    async send({ id, to, subject, text, language, html, unsubscribeUrl, picture }) {
      try {
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          html,
          ...(picture === null ? {} : { attachments: [attached(picture)] }),
          // A mail that had to be sent twice is the same message, and says that no holiday notice need answer (RFC 3834).
          messageId: `<${id}@${domain}>`,
          headers: {
            'Auto-Submitted': 'auto-generated',
            'Content-Language': language,
            // RFC 8058: both, or mail programs show no button of their own. The address is one that only they post to.
            ...(unsubscribeUrl === null
              ? {}
              : {
                  'List-Unsubscribe': `<${unsubscribeUrl}>`,
                  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
                }),
          },
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

/** Shown where the text names it, and in no list of files. */
function attached({ bytes, contentId }: NonNullable<Mail['picture']>) {
  const disposition: 'inline' = 'inline';
  return {
    content: bytes,
    cid: contentId,
    contentType: 'image/jpeg',
    filename: 'photo.jpg',
    contentDisposition: disposition,
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
