import pino from 'pino';

/** Everything a server logs, at the finest level, line by line. */
export function keepLog() {
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  return { logger, lines };
}

/**
 * Throws where a log line holds one of these texts, or a coordinate of the region that all test routes lie in (49.5 and
 * 11.2 degrees, with two decimals or more). Times of the log itself are numbers too and do not count.
 */
export function refuseTales(lines: readonly string[], secrets: Iterable<string>): void {
  const told = lines.map((line) => {
    const { time, ms, ...rest }: Record<string, unknown> = JSON.parse(line);
    return JSON.stringify(rest).toLowerCase();
  });
  for (const secret of [...secrets, 'heckenrosenweg', 'feldhaus', 'selma', 'silberdistel', '@example.org']) {
    const teller = told.find((line) => line.includes(secret.toLowerCase()));
    if (teller !== undefined) throw new Error(`the log tells "${secret}": ${teller}`);
  }
  const placed = told.find((line) => /\b49\.[56]\d+|\b11\.2\d+/.test(line));
  if (placed !== undefined) throw new Error(`the log tells a place: ${placed}`);
}
