import { hash, randomBytes } from 'node:crypto';

/** A secret for a link or a device: 256 random bits as base64url. Only its SHA-256 is ever stored. */
export function makeSecretCode(): string {
  return randomBytes(32).toString('base64url');
}

/** For a link that opens one parcel, and asks for its postcode besides: 128 random bits, 22 characters. */
export function makeLinkCode(): string {
  return randomBytes(16).toString('base64url');
}

/** What is stored and looked up. A plain hash is enough: nobody can guess 256 random bits. */
export function sha256(code: string): Buffer {
  return hash('sha256', code, 'buffer');
}

/** The same as a key for memory. */
export function sha256Text(code: string): string {
  return hash('sha256', code, 'base64');
}
