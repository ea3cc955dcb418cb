import { parseArgs } from 'node:util';
import type { Db } from '../db/open-database.ts';
import { readShows } from './read-shows.ts';
import { levels, listShows, writeShows } from './write-shows.ts';

export const showsUsage = `Usage: doorstep shows list
       doorstep shows set (--region NAME | --merchant NAME | --parcel NUMBER) JSON
       doorstep shows clear (--region NAME | --merchant NAME | --parcel NUMBER)

JSON says from when on each field is shown: position, count, window, distance, pathAhead, driverName, each "always",
"never" or thresholds, such as { "position": { "stops": 5, "metres": 2000 }, "count": "never" }; and countUpTo, a number.
A level can only show less than the one before it: instance, region, merchant, parcel.
`;

interface Out {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/** `doorstep shows …`: what is shown of the way, by region, merchant and parcel. Answers the exit code. */
export async function showsCommand(args: readonly string[], db: Db, out: Out): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: true,
    options: { region: { type: 'string' }, merchant: { type: 'string' }, parcel: { type: 'string' } },
  });
  const [verb, json] = positionals;
  if (verb === 'list') {
    for (const { level, name, shows } of await listShows(db))
      out.write(`${level}\t${name}\t${JSON.stringify(shows)}\n`);
    return 0;
  }
  const named = levels.flatMap((level) => (values[level] === undefined ? [] : [{ level, name: values[level] }]));
  const [which] = named;
  if (which === undefined || named.length > 1 || (verb !== 'clear' && (verb !== 'set' || json === undefined))) {
    out.writeError(showsUsage);
    return 1;
  }
  const read = verb === 'clear' ? null : readShows(parsed(json ?? ''));
  if (read?.ok === false) {
    out.writeError(`${read.member === '' ? 'JSON' : read.member}: ${read.message.en}\n`);
    return 1;
  }
  const found = await db.transaction().execute((trx) => writeShows(trx, which, read?.shows ?? null));
  if (!found) out.writeError(`There is no ${which.level} "${which.name}".\n`);
  return found ? 0 : 1;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
