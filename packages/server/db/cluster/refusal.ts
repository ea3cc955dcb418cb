/**
 * The cluster cannot be opened for a reason that the operator can remove. The message is one English sentence:
 * what is wrong and what to do. Anything else that goes wrong is a plain Error.
 */
export class ClusterRefused extends Error {
  override readonly name = 'ClusterRefused';
}

/** The `code` of a Node or PostgreSQL error ("EACCES", "28P01"), or an empty string. */
export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return '';
}

/** What an error says, for the end of a sentence. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
