import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { convertAmazon } from './amazon/convert.ts';
import { readAmazonRoutes } from './amazon/read.ts';

const usage = `Converts routes of the Amazon Last Mile Routing Research Challenge into a Doorstep route file.

  convert-amazon.ts FOLDER [--routes 3 | --routes ID,ID] [--order actual|nearest_neighbour] [--date YYYY-MM-DD]
                    [--start RFC3339] [--emails "stop-{stop}@{route}.example.org"] [--out FILE]

FOLDER holds route_data.json, package_data.json and, for --order actual, actual_sequences.json.
Without --out the route file goes to standard output; notes go to standard error.`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return complain(options);
  const files: string[] = [];
  for (const name of ['route_data.json', 'package_data.json']) {
    const path = join(options.folder, name);
    if (!existsSync(path)) return complain(`There is no ${name} in ${options.folder}.`);
    files.push(await readFile(path, 'utf8'));
  }
  const [routeData = '', packageData = ''] = files;
  const sequences = join(options.folder, 'actual_sequences.json');
  const actualSequences = existsSync(sequences) ? await readFile(sequences, 'utf8') : null;
  const read = readAmazonRoutes({ routeData, packageData, actualSequences });
  if (!read.ok) return complain(read.sentence);

  const { document, notes } = convertAmazon(read.value, options);
  for (const note of notes) console.error(note);
  if (document.routes.length === 0) return complain('No route was left to convert.');
  const text = `${JSON.stringify(document, null, 1)}\n`;
  if (options.out === null) process.stdout.write(text);
  else await writeFile(options.out, text);
  for (const { reference, stops, serviceDate } of document.routes) {
    console.error(`${reference}: ${stops.length} stops on ${serviceDate}`);
  }
  return 0;
}

function readOptions(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        routes: { type: 'string' },
        order: { type: 'string', default: 'actual' },
        date: { type: 'string' },
        start: { type: 'string' },
        emails: { type: 'string' },
        out: { type: 'string' },
      },
    });
    const [folder] = positionals;
    if (folder === undefined || positionals.length > 1) return usage;
    const { order } = values;
    if (order !== 'actual' && order !== 'nearest_neighbour')
      return `--order is actual or nearest_neighbour, not ${order}.`;
    if (values.date !== undefined && Number.isNaN(Date.parse(`${values.date}T00:00:00Z`)))
      return '--date is YYYY-MM-DD.';
    const startAt = values.start === undefined ? null : Date.parse(values.start);
    if (Number.isNaN(startAt)) return '--start is an instant such as 2026-06-09T08:00:00-05:00.';
    const routes = values.routes;
    return {
      folder,
      order,
      out: values.out ?? null,
      ...(routes === undefined ? {} : { routes: /^\d{1,3}$/.test(routes) ? Number(routes) : routes.split(',') }),
      ...(values.date === undefined ? {} : { serviceDate: values.date }),
      ...(startAt === null ? {} : { startAt }),
      ...(values.emails === undefined ? {} : { emailPattern: values.emails }),
    } as const;
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${usage}`;
  }
}

function complain(sentence: string): number {
  console.error(sentence);
  return 1;
}
