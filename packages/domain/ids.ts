/**
 * Ids on every surface: a prefix that names the kind and 26 characters of Crockford's base 32 (lower case) that hold
 * a UUIDv7, so they sort by age and say nothing else. An id that is malformed is treated like one that does not exist.
 */
export const idPrefixes = {
  account: 'acc',
  address: 'adr',
  carrier: 'car',
  case: 'cas',
  command: 'cmd',
  consignment: 'con',
  depot: 'dep',
  device: 'dev',
  driver: 'drv',
  event: 'evt',
  export: 'exp',
  guest: 'gst',
  link: 'lnk',
  look: 'lok',
  mail: 'mai',
  merchant: 'mer',
  notification: 'ntf',
  order: 'ord',
  parcel: 'par',
  photo: 'pho',
  pushSubscription: 'psh',
  region: 'reg',
  route: 'rte',
  stop: 'stp',
  van: 'van',
} as const;

export type IdKind = keyof typeof idPrefixes;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const shape = /^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Writes 16 bytes (a UUID) as an id of this kind. */
export function idFromBytes(kind: IdKind, bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('an id holds 16 bytes');
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += alphabet[Number((value >> shift) & 31n)];
  return `${idPrefixes[kind]}_${text}`;
}

/** Whether a text from outside has the shape of an id of this kind. */
export function isId(kind: IdKind, text: string): boolean {
  return text.startsWith(`${idPrefixes[kind]}_`) && shape.test(text);
}
