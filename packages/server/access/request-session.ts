import type { FastifyRequest } from 'fastify';
import { DoorstepError } from '../errors.ts';
import type { SignedIn } from './auth.ts';

/** Who is signed in behind a request's cookies, or null. */
export type ReadSession = (headers: Headers) => Promise<SignedIn | null>;

/** The session of a request to one of a person's own doors. Throws signed_out. */
export async function requireSession(read: ReadSession, request: FastifyRequest): Promise<SignedIn> {
  const session = await read(headersOf(request));
  if (!session) throw new DoorstepError('signed_out');
  return session;
}

export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
  return headers;
}
