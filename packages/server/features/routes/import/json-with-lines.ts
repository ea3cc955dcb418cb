// A JSON reader (RFC 8259) that keeps the line of every value, so that a problem can name it. Stricter than JSON.parse
// in two points: a name that occurs twice in one object is refused (which of the two would hold?), and depth and
// number of values are bounded before anything is built from them.
import type { Bilingual } from '@doorstep/domain';

export type JsonNode =
  | { readonly kind: 'object'; readonly line: number; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: 'array'; readonly line: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'scalar'; readonly line: number; readonly value: string | number | boolean | null };

export type ReadJson =
  | { readonly ok: true; readonly root: JsonNode }
  | { readonly ok: false; readonly line: number; readonly message: Bilingual };

export function memberOf(node: JsonNode, name: string): JsonNode | undefined {
  return node.kind === 'object' ? node.members.get(name) : undefined;
}

/** The value without its lines, as JSON.parse would give it. Depth is bounded when it is read. */
export function plainOf(node: JsonNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(plainOf);
  // Without a prototype: a member "__proto__" is a member like any other.
  const plain: Record<string, unknown> = Object.create(null);
  for (const [name, member] of node.members) plain[name] = plainOf(member);
  return plain;
}

const deepest = 20;
const mostValues = 4_000_000;

class JsonRefused extends Error {
  readonly line: number;
  readonly sentence: Bilingual;
  constructor(line: number, sentence: Bilingual) {
    super(sentence.en);
    this.line = line;
    this.sentence = sentence;
  }
}

interface Cursor {
  readonly text: string;
  at: number;
  line: number;
  values: number;
}

/** Reads a whole text; what is not JSON comes back with the line and what should stand there. */
export function readJsonWithLines(text: string): ReadJson {
  const cursor: Cursor = { text, at: 0, line: 1, values: 0 };
  try {
    const root = readValue(cursor, 0);
    skipSpace(cursor);
    if (cursor.at < text.length) throw expected(cursor, 'das Ende der Datei', 'the end of the file');
    return { ok: true, root };
  } catch (error) {
    if (error instanceof JsonRefused) return { ok: false, line: error.line, message: error.sentence };
    throw error;
  }
}

function readValue(cursor: Cursor, depth: number): JsonNode {
  skipSpace(cursor);
  if (depth > deepest) {
    throw new JsonRefused(cursor.line, {
      de: `Mehr als ${deepest} Ebenen ineinander; dieses Format braucht 7.`,
      en: `Nested more than ${deepest} levels deep; this format needs 7.`,
    });
  }
  cursor.values += 1;
  if (cursor.values > mostValues) {
    throw new JsonRefused(cursor.line, {
      de: 'Mehr als vier Millionen Werte in einer Datei. Bitte teilen Sie die Datei.',
      en: 'More than four million values in one file. Please split the file.',
    });
  }
  switch (cursor.text[cursor.at]) {
    case '{':
      return readObject(cursor, depth);
    case '[':
      return readArray(cursor, depth);
    case '"':
      return { kind: 'scalar', line: cursor.line, value: readString(cursor) };
    default:
      return readWord(cursor);
  }
}

function readObject(cursor: Cursor, depth: number): JsonNode {
  const line = cursor.line;
  const members = new Map<string, JsonNode>();
  cursor.at += 1;
  if (takes(cursor, '}')) return { kind: 'object', line, members };
  do {
    skipSpace(cursor);
    const lineOfName = cursor.line;
    if (cursor.text[cursor.at] !== '"') throw expected(cursor, 'ein Name in Anführungszeichen', 'a quoted name');
    const name = readString(cursor);
    if (members.has(name)) {
      throw new JsonRefused(lineOfName, {
        de: `„${name.slice(0, 40)}“ steht zweimal im selben Objekt; richtig wäre einmal.`,
        en: `"${name.slice(0, 40)}" stands twice in one object; once would be right.`,
      });
    }
    if (!takes(cursor, ':')) throw expected(cursor, 'ein Doppelpunkt', 'a colon');
    members.set(name, readValue(cursor, depth + 1));
  } while (takes(cursor, ','));
  if (!takes(cursor, '}')) throw expected(cursor, '„,“ oder „}“', '"," or "}"');
  return { kind: 'object', line, members };
}

function readArray(cursor: Cursor, depth: number): JsonNode {
  const line = cursor.line;
  const items: JsonNode[] = [];
  cursor.at += 1;
  if (takes(cursor, ']')) return { kind: 'array', line, items };
  do items.push(readValue(cursor, depth + 1));
  while (takes(cursor, ','));
  if (!takes(cursor, ']')) throw expected(cursor, '„,“ oder „]“', '"," or "]"');
  return { kind: 'array', line, items };
}

// RFC 8259 section 7: control characters must be escaped, so a string never spans lines.
// biome-ignore lint/suspicious/noControlCharactersInRegex: named by the standard.
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const wordToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|true\b|false\b|null\b/y;

function readString(cursor: Cursor): string {
  const token = take(cursor, stringToken);
  if (token === null) throw expected(cursor, 'ein Text, der in derselben Zeile endet', 'a text that ends on its line');
  const value: unknown = JSON.parse(token);
  return String(value);
}

function readWord(cursor: Cursor): JsonNode {
  const line = cursor.line;
  const token = take(cursor, wordToken);
  if (token === null) throw expected(cursor, 'ein Wert', 'a value');
  if (token === 'null') return { kind: 'scalar', line, value: null };
  if (token === 'true' || token === 'false') return { kind: 'scalar', line, value: token === 'true' };
  return { kind: 'scalar', line, value: Number(token) };
}

function take(cursor: Cursor, token: RegExp): string | null {
  token.lastIndex = cursor.at;
  const found = token.exec(cursor.text)?.[0] ?? null;
  if (found !== null) cursor.at += found.length;
  return found;
}

function takes(cursor: Cursor, sign: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== sign) return false;
  cursor.at += 1;
  return true;
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const sign = cursor.text[cursor.at];
    if (sign === '\n' || (sign === '\r' && cursor.text[cursor.at + 1] !== '\n')) cursor.line += 1;
    else if (sign !== ' ' && sign !== '\t' && sign !== '\r') return;
    cursor.at += 1;
  }
}

function expected(cursor: Cursor, de: string, en: string): JsonRefused {
  return new JsonRefused(cursor.line, {
    de: `Kein gültiges JSON: Hier müsste ${de} stehen.`,
    en: `Not valid JSON: ${en} should stand here.`,
  });
}
