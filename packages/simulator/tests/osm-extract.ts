import { deflateSync } from 'node:zlib';

type Tags = Readonly<Record<string, string>>;

/** What an extract made by hand holds; nodes are [id, lat, lon, tags], members of relations are ways. */
export interface Extract {
  readonly nodes: readonly (readonly [id: number, lat: number, lon: number, tags?: Tags])[];
  readonly ways?: readonly (readonly [id: number, refs: readonly number[], tags?: Tags])[];
  readonly relations?: readonly (readonly [
    id: number,
    members: readonly (readonly [way: number, role: string])[],
    tags: Tags,
  ])[];
}

/** An .osm.pbf, written after https://wiki.openstreetmap.org/wiki/PBF_Format. */
export function osmPbf({ nodes, ways = [], relations = [] }: Extract): Buffer {
  const strings = [''];
  const indexOf = (text: string): number => {
    const known = strings.indexOf(text);
    return known >= 0 ? known : strings.push(text) - 1;
  };
  const tagged = (tags: Tags = {}): Buffer[] => [
    field(2, packed(Object.keys(tags).map(indexOf))),
    field(3, packed(Object.values(tags).map(indexOf))),
  ];
  const degrees = (value: number): number => signed(Math.round(value * 1e7));
  const steps = (ids: readonly number[]): number[] => ids.map((id, index) => signed(id - (ids[index - 1] ?? 0)));
  const group = [
    ...nodes.map(([id, lat, lon, tags]) =>
      field(1, [field(1, signed(id)), ...tagged(tags), field(8, degrees(lat)), field(9, degrees(lon))]),
    ),
    ...ways.map(([id, refs, tags]) => field(3, [field(1, id), ...tagged(tags), field(8, packed(steps(refs)))])),
    ...relations.map(([id, members, tags]) =>
      field(4, [
        field(1, id),
        ...tagged(tags),
        field(8, packed(members.map(([, role]) => indexOf(role)))),
        field(9, packed(steps(members.map(([way]) => way)))),
        field(10, packed(members.map(() => 1))),
      ]),
    ),
  ];
  const table = strings.map((text) => field(1, Buffer.from(text)));
  return Buffer.concat([
    block('OSMHeader', [field(4, Buffer.from('OsmSchema-V0.6'))]),
    block('OSMData', [field(1, table), field(2, group)]),
  ]);
}

/** One block of the file: its header's length, its header, its packed contents. */
export function block(type: string, message: readonly Buffer[]): Buffer {
  const blob = field(3, deflateSync(Buffer.concat(message)));
  const header = Buffer.concat([field(1, Buffer.from(type)), field(3, blob.length)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, blob]);
}

export function field(number: number, value: number | Buffer | readonly Buffer[]): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  const bytes = Buffer.isBuffer(value) ? value : Buffer.concat(value);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

const packed = (values: readonly number[]): Buffer => Buffer.concat(values.map(varint));
const signed = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
