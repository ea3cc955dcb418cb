import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly speed: number;
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  /** An OpenStreetMap extract to drive in; null for the model town. */
  readonly townFile: string | null;
  readonly seed: number;
  readonly json: boolean;
}

export const demoUsage = `npm run demo [-- OPTIONS]

  --speed N       the demo's clock runs N times as fast as real time, 0.1 to 60 (default 5)
  --port N        where it listens (default 3000; 0 for any free port)
  --town FILE     streets and houses of an OpenStreetMap extract (.osm.pbf) instead of the model town
  --data DIR      where database, pictures and town are kept (default data/demo); each start makes all but the town anew
  --lan           also other machines of this network may look, over HTTPS; prints the address as a QR code
  --seed N        another model town
  --json          prints one line of JSON when ready
`;

/** A sentence about a wrong option. */
export class OptionRefused extends Error {}

/** Reads the demo's options; null where help is asked for. Throws OptionRefused. */
export function readDemoOptions(args: readonly string[], folder: string, calledFrom: string): DemoOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const townFile = values.town === undefined ? null : resolve(calledFrom, values.town);
  if (townFile !== null && !statSync(townFile, { throwIfNoEntry: false })?.isFile())
    throw new OptionRefused(`--town ${values.town}: there is no such file (looked for ${townFile}).`);
  return {
    speed: number('--speed', values.speed, 5, 0.1, 60),
    port: whole('--port', values.port, 3000, 65_535),
    host: values.lan ? '0.0.0.0' : '127.0.0.1',
    dataDirectory: values.data === undefined ? resolve(folder, 'data', 'demo') : resolve(calledFrom, values.data),
    townFile,
    seed: whole('--seed', values.seed, 7, 2 ** 31),
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        speed: { type: 'string' },
        port: { type: 'string' },
        town: { type: 'string' },
        data: { type: 'string' },
        seed: { type: 'string' },
        lan: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    if (error instanceof TypeError) throw new OptionRefused(`${error.message}\n\n${demoUsage}`);
    throw error;
  }
}

function whole(name: string, given: string | undefined, standard: number, most: number): number {
  const value = number(name, given, standard, 0, most);
  if (Number.isInteger(value)) return value;
  throw new OptionRefused(`${name} ${given}: it must be a whole number.`);
}

function number(name: string, given: string | undefined, standard: number, least: number, most: number): number {
  if (given === undefined) return standard;
  const value = Number(given);
  if (given.trim() !== '' && Number.isFinite(value) && value >= least && value <= most) return value;
  throw new OptionRefused(`${name} ${given}: it must be a number from ${least} to ${most}.`);
}
