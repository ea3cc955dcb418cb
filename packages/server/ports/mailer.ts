/** A mail as it leaves, to one recipient. `id` is ours; the same mail sent again carries the same one. */
export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: 'de' | 'en';
  /** Its other form, which says the same. */
  readonly html: string;
  /** A link that ends such mails with one click (RFC 8058); null: it is no such mail. */
  readonly unsubscribeUrl: string | null;
  /** A picture that the HTML shows by its Content-ID. */
  readonly picture: { readonly bytes: Buffer; readonly contentId: string } | null;
}

/** Hands a mail to whoever delivers it. */
export interface Mailer {
  /** Resolves once the other side has taken the mail; throws MailNotTaken where it did not. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/**
 * Why a mail was not taken. The message holds codes only: what a mail server says usually quotes the address, and it
 * would end in logs. `final` means that trying again would change nothing.
 */
export class MailNotTaken extends Error {
  readonly final: boolean;
  constructor(reason: string, options: { final: boolean }) {
    super(reason);
    this.final = options.final;
  }
}
