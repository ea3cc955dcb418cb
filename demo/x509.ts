// A certificate after RFC 5280, written out in DER by hand: what one needs of it is forty lines, a library for all of it
// would be forty files.
import { createHash, type KeyObject, randomBytes, sign, type X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

export interface CertificateWish {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly subject: string;
  readonly from: number;
  readonly until: number;
  /** Host names and addresses that it stands for; null: an authority, which stands for other certificates. */
  readonly names: readonly string[] | null;
  /** Null: signed by itself. */
  readonly issuer: { readonly certificate: X509Certificate; readonly key: KeyObject } | null;
}

/** Signed with ECDSA and SHA-256; keys on P-256. Returns PEM. */
export function makeCertificate(wish: CertificateWish): string {
  const spki = wish.publicKey.export({ type: 'spki', format: 'der' });
  const subject = nameOf(wish.subject);
  const issuer = wish.issuer === null ? subject : nameOf(wish.issuer.certificate.subject.replace(/^CN=/, ''));
  const toSign = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ecdsaWithSha256,
    issuer,
    sequence(time(wish.from), time(wish.until)),
    subject,
    spki,
    tagged(0xa3, sequence(...extensionsOf(wish.names, spki))),
  );
  const signature = sign('sha256', toSign, wish.issuer?.key ?? wish.privateKey);
  const der = sequence(toSign, ecdsaWithSha256, bitString(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function extensionsOf(names: readonly string[] | null, spki: Buffer): Buffer[] {
  const keyId = createHash('sha1').update(spki).digest();
  const isAuthority = names === null;
  const yes = tagged(0x01, Buffer.from([0xff]));
  const usage = isAuthority ? Buffer.from([2, 0x04]) : Buffer.from([7, 0x80]);
  return [
    extension('2.5.29.19', sequence(...(isAuthority ? [yes, integer(Buffer.from([0]))] : [])), yes),
    extension('2.5.29.15', tagged(0x03, usage), yes),
    extension('2.5.29.14', tagged(0x04, keyId)),
    ...(isAuthority
      ? []
      : [
          extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))),
          extension('2.5.29.17', sequence(...names.map(generalName))),
        ]),
  ];
}

function extension(id: string, value: Buffer, critical: Buffer = Buffer.alloc(0)): Buffer {
  return sequence(objectId(id), critical, tagged(0x04, value));
}

function generalName(name: string): Buffer {
  if (isIP(name) === 4) return tagged(0x87, Buffer.from(name.split('.').map(Number)));
  if (isIP(name) === 6) throw new Error('IPv6 addresses are not among those that are written here');
  return tagged(0x82, Buffer.from(name, 'ascii'));
}

function nameOf(commonName: string): Buffer {
  const attribute = sequence(objectId('2.5.4.3'), tagged(0x0c, Buffer.from(commonName, 'utf8')));
  return sequence(tagged(0x31, attribute));
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  // RFC 5280, 4.1.2.5: two digits of the year until 2049.
  return digits < '2050' ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const each of others) {
    const groups = [each & 0x7f];
    for (let rest = each >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));
