import { renderUnicodeCompact } from 'uqr';

/** One way into the demo, as `--json` prints it (surfaces.md, commands). */
export interface DemoEntry {
  readonly role: string;
  readonly what: string;
  readonly email?: string;
  readonly password?: string;
  /** The driver pairs by a link instead. */
  readonly link?: string;
  readonly parcelId?: string;
}

export function jsonLine(url: string, logins: readonly DemoEntry[]): string {
  return `${JSON.stringify({ url, logins })}\n`;
}

const meaning: Readonly<Record<string, string>> = {
  near: 'recipient, the van is three stops away',
  far: 'recipient, the van is still far',
  photo: 'recipient, delivered with a photo',
  gift: 'buyer of a gift',
  opted_out: 'recipient without delivery photos',
  support: 'customer service',
  dispatch: 'dispatch',
  admin: 'administration',
};

/** What stands in the terminal when the demo is ready. */
export function invitation(url: string, logins: readonly DemoEntry[]): string {
  const people = logins.filter((login) => login.email !== undefined);
  const width = Math.max(...people.map(({ email = '' }) => email.length));
  const rows = people.map(
    ({ email = '', password = '', what }) => `  ${email.padEnd(width)}  ${password}  ${meaning[what] ?? what}`,
  );
  const driver = logins.find((login) => login.link !== undefined);
  return [
    '',
    `Doorstep is ready: ${url}`,
    '',
    ...(url.startsWith('https:')
      ? [
          renderUnicodeCompact(url, { border: 2 }),
          '',
          'Scan it with a phone in this network. Its certificate is the demo’s own: the browser warns once. To keep the',
          'app on a phone, let that trust "authority.pem" in the folder "lan" of the demo’s data (docs/demo.md).',
          '',
        ]
      : []),
    'Open it and look through whose eyes you like; one click signs you in. Or with these log-ins:',
    '',
    ...rows,
    ...(driver ? ['', 'The driver pairs a phone (the link works once):', `  ${driver.link}`] : []),
    '',
    'Stop with Ctrl-C. Everybody here is invented.',
    '',
  ].join('\n');
}
