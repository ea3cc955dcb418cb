import { createHmac } from 'node:crypto';
import type { CloakDraw } from '@doorstep/domain';

/**
 * What is drawn for the neighbour cloak of one route: one draw for each visit and one for the way after the last, from a
 * secret of this route that never leaves the server. The same secret gives the same draws: a dot that was looked at
 * twice, or before and after a restart, tells no more than once.
 */
export function cloakDraws(secret: string, visits: number): CloakDraw[] {
  return Array.from({ length: visits + 1 }, (_, visit) => {
    const bytes = createHmac('sha256', secret).update(`visit ${visit}`).digest();
    const share = (offset: number) => bytes.readUInt32BE(offset) / 2 ** 32;
    return { back: share(0), past: share(4), pace: share(8) };
  });
}
