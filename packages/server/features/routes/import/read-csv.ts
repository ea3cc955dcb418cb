import type { Bilingual } from '@doorstep/domain';
import { parse } from 'csv-parse/sync';
import {
  csvColumns,
  type Draft,
  type FieldName,
  type Given,
  mostParcels,
  optionalColumns,
  type ReadImport,
  tooManyParcels,
} from './drafts.ts';
import { type ImportProblem, quoted, refuse } from './problems.ts';

type Column = (typeof csvColumns)[number];

/**
 * Reads CSV (RFC 4180, comma or semicolon) where one line is one parcel. A field may hold quotes and separators but no
 * line break: so one forgotten quote costs its own line and never swallows the good ones after it.
 */
export function readCsv(text: string): ReadImport {
  const lines = text.split(/\r\n|\n|\r/);
  const headerAt = lines.findIndex((line) => line.trim() !== '');
  const header = lines[headerAt] ?? '';
  const delimiter = separatorOf(header);
  const names = (parseLines([header], delimiter)?.[0] ?? header.split(delimiter)).map((name) =>
    name.trim().toLowerCase(),
  );
  const wrongHeader = judgeHeader(names);
  if (wrongHeader !== null) {
    return { ...refuse(headerAt + 1, wrongHeader.field, wrongHeader.message), format: 'csv' };
  }

  const filled: { line: number; text: string }[] = [];
  for (let at = headerAt + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    // A spreadsheet writes an emptied row as separators alone.
    if (line.replaceAll(delimiter, '').trim() !== '') filled.push({ line: at + 1, text: line });
  }
  if (filled.length > mostParcels) return { ...refuse(headerAt + 1, '', tooManyParcels), format: 'csv' };
  if (filled.length === 0) {
    return {
      ...refuse(headerAt + 1, '', {
        de: 'Unter der Kopfzeile steht kein Paket.',
        en: 'No parcel stands below the header line.',
      }),
      format: 'csv',
    };
  }

  const drafts: Draft[] = [];
  const problems: ImportProblem[] = [];
  for (const { line, values } of readRecords(filled, delimiter)) {
    if (values === null) problems.push({ line, field: '', message: brokenQuotes });
    else if (values.length !== names.length) {
      problems.push({ line, field: '', message: wrongCount(values.length, names.length, delimiter) });
    } else drafts.push(draftOf(line, names, values));
  }
  return {
    ok: true,
    format: 'csv',
    carrierName: null,
    regions: [],
    merchants: [],
    drafts,
    rows: filled.length,
    problems,
  };
}

const chunkLines = 500;

/** Many lines at a time for speed; a stretch in which any line is broken is read again line by line. */
function* readRecords(
  filled: readonly { line: number; text: string }[],
  delimiter: string,
): Generator<{ line: number; values: string[] | null }> {
  for (let from = 0; from < filled.length; from += chunkLines) {
    const chunk = filled.slice(from, from + chunkLines);
    const together = parseLines(
      chunk.map(({ text }) => text),
      delimiter,
    );
    for (const [index, { line, text }] of chunk.entries()) {
      yield { line, values: together?.[index] ?? parseLines([text], delimiter)?.[0] ?? null };
    }
  }
}

/** One record for each line, or null where the lines are not exactly that. */
function parseLines(lines: readonly string[], delimiter: string): string[][] | null {
  try {
    const records: string[][] = parse(lines.join('\n'), {
      delimiter,
      relax_column_count: true,
      record_delimiter: '\n',
    });
    return records.length === lines.length ? records : null;
  } catch {
    return null;
  }
}

function separatorOf(header: string): ',' | ';' {
  return header.split(';').length > header.split(',').length ? ';' : ',';
}

function draftOf(line: number, names: readonly string[], values: readonly string[]): Draft {
  const given: Partial<Record<FieldName, Given>> = {};
  for (const [index, name] of names.entries()) {
    const value = (values[index] ?? '').trim();
    if (isColumn(name) && value !== '') given[name] = { value, line, field: name };
  }
  return { line, routeIndex: null, given, placeOf: (field) => ({ line, field }) };
}

function isColumn(name: string): name is Column {
  return csvColumns.some((column) => column === name);
}

function isOptional(name: string): boolean {
  return optionalColumns.some((column) => column === name);
}

/** An unknown column is refused like a missing one: a misspelt `confidential` must not pass as "not confidential". */
function judgeHeader(names: readonly string[]): { field: string; message: Bilingual } | null {
  const required = csvColumns.filter((column) => !isOptional(column));
  const expected = {
    de: `Erwartet werden ${required.join(', ')}; dazu, wo nötig, ${optionalColumns.join(', ')}.`,
    en: `Expected are ${required.join(', ')}; where needed also ${optionalColumns.join(', ')}.`,
  };
  const missing = required.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const list = missing.join(', ');
    const one = missing.length === 1;
    return {
      field: list,
      message: {
        de: `${one ? `Die Spalte ${list} fehlt.` : `Die Spalten ${list} fehlen.`} ${expected.de}`,
        en: `${one ? `The column ${list} is missing.` : `The columns ${list} are missing.`} ${expected.en}`,
      },
    };
  }
  const unknown = names.find((name) => !isColumn(name));
  if (unknown !== undefined) {
    const name = quoted(unknown);
    return {
      field: name,
      message: {
        de: `Die Spalte „${name}“ ist hier unbekannt. ${expected.de}`,
        en: `The column "${name}" is not known here. ${expected.en}`,
      },
    };
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return null;
  return {
    field: repeated,
    message: {
      de: `Die Spalte ${repeated} steht zweimal in der Kopfzeile; richtig wäre einmal.`,
      en: `The column ${repeated} stands twice in the header; once would be right.`,
    },
  };
}

const brokenQuotes: Bilingual = {
  de: 'Die Anführungszeichen dieser Zeile gehen nicht auf. Richtig wäre: um ein ganzes Feld, im Feld verdoppelt, ohne Zeilenumbruch.',
  en: 'The quotation marks of this line do not match. Right would be: around a whole field, doubled within it, no line break.',
};

function wrongCount(found: number, expected: number, delimiter: string): Bilingual {
  return {
    de: `Diese Zeile hat ${found} Felder; richtig wären ${expected}, getrennt durch „${delimiter}“.`,
    en: `This line has ${found} fields; ${expected} would be right, separated by "${delimiter}".`,
  };
}
