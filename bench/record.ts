// `--record`: a bench writes its own row into docs/performance.md, so that no figure there was typed by hand. Each bench
// has one row and one line of further figures; those of other benches are left as they stand.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import type { BenchResult } from './measure.ts';

const file = new URL('../docs/performance.md', import.meta.url);

/** When and on what a figure was measured, in terms that name no machine. */
export interface Circumstances {
  readonly day: string;
  readonly machine: string;
  /** Processes that wanted a core in the minute before the bench began. */
  readonly loadBefore: number;
}

/** To be asked before the bench makes load of its own. */
export function circumstancesNow(): Circumstances {
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const { platform, arch, versions } = process;
  return {
    day: Temporal.Now.plainDateISO().toString(),
    machine: `${availableParallelism()} cores, ${gigabytes} GB, ${platform} ${arch}, Node ${versions.node}`,
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}

export async function record(result: BenchResult, target: string, circumstances: Circumstances): Promise<void> {
  await writeFile(file, withFigures(await readFile(file, 'utf8'), result, target, circumstances));
}

/** The document with this bench's figures in the place of its former ones. */
export function withFigures(document: string, result: BenchResult, target: string, on: Circumstances): string {
  const { name, value, floor, ratio, spread, pass, unit, extra } = result;
  const cells = [
    `\`${name}\``,
    value === null ? '-' : `${figure(value)} ${unit}`,
    floor === null ? '-' : figure(floor),
    ratio === null ? '-' : figure(ratio),
    target,
    pass ? 'met' : '**not met**',
    spread === null ? '-' : figure(spread),
    `${on.day}, ${on.machine}, load before ${on.loadBefore}`,
  ];
  const row = `| ${cells.join(' | ')} |`;
  const besides = Object.entries(extra).map(
    ([key, each]) => `${key} ${typeof each === 'number' ? figure(each) : String(each)}`,
  );
  const withRow = withLine(document, '| `', row);
  return besides.length === 0 ? withRow : withLine(withRow, '- `', `- \`${name}\`: ${besides.join('; ')}`);
}

/** Puts a line among those of its kind, in the order of names: rows below the table's head, the list below its mark. */
function withLine(document: string, kind: '| `' | '- `', line: string): string {
  const lines = document.split('\n');
  const isOfKind = (each: string) => each.startsWith(kind);
  const begin = kind === '| `' ? lines.findIndex((each) => each.startsWith('|---')) : lines.indexOf('<!-- besides -->');
  if (begin < 0) throw new Error('docs/performance.md has lost the place for its figures.');
  let end = begin + 1;
  while (end < lines.length && (isOfKind(lines[end] ?? '') || lines[end] === '')) end += 1;
  const nameOf = (each: string) => each.split('`')[1] ?? '';
  const others = lines.slice(begin + 1, end).filter((each) => isOfKind(each) && nameOf(each) !== nameOf(line));
  const all = [...others, line].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const gap = kind === '- `' ? [''] : [];
  return [...lines.slice(0, begin + 1), ...gap, ...all, '', ...lines.slice(end)].join('\n');
}

/** Four digits are all that such a measurement carries. */
function figure(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)));
}
