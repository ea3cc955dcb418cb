import { readShows } from '../../../shows/read-shows.ts';
import type { ImportMerchantDraft } from './drafts.ts';
import { type JsonNode, memberOf, plainOf } from './json-with-lines.ts';
import type { ImportProblem } from './problems.ts';
import { text } from './value-kinds.ts';

/** `merchants` of a JSON document: each with its name and what it says of the fields that are shown. */
export function readMerchants(node: JsonNode | undefined, problems: ImportProblem[]): ImportMerchantDraft[] {
  if (node === undefined) return [];
  const refuse = (line: number, field: string, de: string, en: string) => {
    problems.push({ line, field, message: { de, en } });
    return [];
  };
  if (node.kind !== 'array')
    return refuse(node.line, 'merchants', 'Richtig wäre eine Liste.', 'Right would be a list.');
  return node.items.flatMap((item, index) => {
    const path = `merchants[${index}]`;
    const unknown = item.kind === 'object' ? [...item.members.keys()].find((name) => !known.has(name)) : '';
    if (unknown !== undefined)
      return refuse(
        item.line,
        path,
        'Richtig wäre ein Objekt mit name und shows, und mit nichts sonst.',
        'Right would be an object with name and shows, and nothing else.',
      );
    const [nameNode, showsNode] = [memberOf(item, 'name'), memberOf(item, 'shows')];
    const name = nameNode?.kind === 'scalar' ? text(120).read(nameNode.value, 'json') : undefined;
    if (name === undefined)
      return refuse(
        nameNode?.line ?? item.line,
        `${path}.name`,
        'Der Name fehlt; richtig wäre ein Text mit höchstens 120 Zeichen.',
        'The name is missing; right would be a text of at most 120 characters.',
      );
    const shows = readShows(showsNode === undefined ? undefined : plainOf(showsNode));
    if (shows.ok) return [{ name, shows: shows.shows }];
    const field = [path, 'shows', shows.member].filter(Boolean).join('.');
    return refuse(showsNode?.line ?? item.line, field, shows.message.de, shows.message.en);
  });
}

const known: ReadonlySet<string> = new Set(['name', 'shows']);
