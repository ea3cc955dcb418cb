import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { smtpMailer } from '../adapters/notifier/smtp-mailer.ts';

export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Sends mails by SMTP to a server of our own; what another program than the one that wrote them reads, in order. */
export async function sendAndRead(
  mails: readonly WrittenMail[],
  { language, instance }: { readonly language: 'de' | 'en'; readonly instance: string },
): Promise<readonly WrittenMail[]> {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        taken.push(Buffer.concat(parts).toString());
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const at = listening.address();
  if (at === null || typeof at !== 'object') throw new Error('the mail server has no port');
  const mailer = smtpMailer({ url: `smtp://127.0.0.1:${at.port}`, from: `${instance} <post@doorstep.example>` });
  const rest = { to: 'anna@example.org', language, unsubscribeUrl: null, picture: null };
  for (const [index, mail] of mails.entries()) await mailer.send({ ...mail, ...rest, id: `mai_${index}` });
  mailer.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const parsed = await Promise.all(taken.map((mail) => simpleParser(mail)));
  return parsed.map(({ subject = '', text = '', html }) => ({ subject, text, html: html || '' }));
}
