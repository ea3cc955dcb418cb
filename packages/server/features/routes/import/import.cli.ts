import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Language } from '@doorstep/domain';
import { formatReport } from './format-report.ts';
import { type ImportDeps, type ImportReport, importRoutes } from './import-routes.ts';
import { largestFileBytes } from './read-import.ts';

export interface ImportCliDeps extends ImportDeps {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** LANG, LC_ALL and the like. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const usage = {
  de: 'Aufruf: doorstep import DATEI [--dry-run] [--carrier NAME] [--on today|JJJJ-MM-TT] [--json]\n',
  en: 'Usage: doorstep import FILE [--dry-run] [--carrier NAME] [--on today|YYYY-MM-DD] [--json]\n',
};

/** `doorstep import FILE`. Answers the exit code: 0 all imported, 2 some rows left out, 1 file refused or no file. */
export async function runImport(args: readonly string[], deps: ImportCliDeps): Promise<0 | 1 | 2> {
  const language = languageOfTerminal(deps.environment);
  const asked = readArguments(args);
  if (asked === null) {
    deps.writeError(usage[language]);
    return 1;
  }
  const bytes = await readBounded(asked.file);
  if (bytes === null) {
    const { file } = asked;
    deps.writeError(
      language === 'de' ? `Die Datei ${file} lässt sich nicht lesen.\n` : `The file ${file} cannot be read.\n`,
    );
    return 1;
  }
  const report = await importRoutes(deps, {
    bytes,
    fileName: basename(asked.file),
    dryRun: asked.dryRun,
    ...(asked.carrierName === undefined ? {} : { carrierName: asked.carrierName }),
    ...(asked.onDay === undefined ? {} : { onDay: asked.onDay === 'today' ? today(deps) : asked.onDay }),
  });
  deps.write(asked.json ? `${JSON.stringify(report)}\n` : formatReport(report, language));
  return exitCodeOf(report);
}

function exitCodeOf(report: ImportReport): 0 | 1 | 2 {
  if (report.refused) return 1;
  return report.problems.length > 0 ? 2 : 0;
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        carrier: { type: 'string' },
        on: { type: 'string' },
      },
    });
    const [file] = positionals;
    const carrierName = values.carrier?.trim();
    const onDay = values.on;
    if (file === undefined || positionals.length > 1 || carrierName === '') return null;
    if (onDay !== undefined && onDay !== 'today' && !isDay(onDay)) return null;
    return { file, dryRun: values['dry-run'], json: values.json, carrierName, onDay };
  } catch {
    return null;
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Today where this command is typed. */
function today({ clock }: ImportCliDeps): string {
  const now = Temporal.Instant.fromEpochMilliseconds(clock.now());
  return now.toZonedDateTimeISO(Temporal.Now.timeZoneId()).toPlainDate().toString();
}

/** One byte more than is accepted is enough to be refused; a huge file is never read whole. */
async function readBounded(file: string): Promise<Uint8Array | null> {
  try {
    await using handle = await open(file);
    const bytes = Buffer.alloc(Math.min((await handle.stat()).size, largestFileBytes + 1));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } catch {
    return null;
  }
}

/** As POSIX orders them: LC_ALL over LC_MESSAGES over LANG. */
function languageOfTerminal(environment: ImportCliDeps['environment']): Language {
  const name = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return name.toLowerCase().startsWith('de') ? 'de' : 'en';
}
