import type { Bilingual } from '@doorstep/domain';
import { readShows } from '../../../shows/read-shows.ts';
import type { ImportRegionDraft } from './drafts.ts';
import { type JsonNode, memberOf, plainOf } from './json-with-lines.ts';
import type { ImportProblem } from './problems.ts';
import { number, text } from './value-kinds.ts';

const mostCorners = 5_000;
const latitude = number(-90, 90);
const longitude = number(-180, 180);

/** One region of a JSON document. Photos are on where nothing is said: the rules of each parcel still decide. */
export function readRegion(
  node: JsonNode,
  path: string,
): { ok: true; region: ImportRegionDraft } | { ok: false; problem: ImportProblem } {
  const wrong = (member: string, message: Bilingual) => ({
    ok: false as const,
    problem: {
      line: memberOf(node, member.split('.')[0] ?? '')?.line ?? node.line,
      field: `${path}.${member}`,
      message,
    },
  });
  const name = text(120).read(scalarOf(node, 'name'), 'json');
  if (name === undefined) {
    return wrong('name', {
      de: 'Der Name der Region fehlt; richtig wäre ein Text mit höchstens 120 Zeichen.',
      en: 'The region’s name is missing; right would be a text of at most 120 characters.',
    });
  }
  const yesNo: Bilingual = { de: 'Richtig wäre true oder false.', en: 'Right would be true or false.' };
  const mapTracking = scalarOf(node, 'mapTracking');
  if (typeof mapTracking !== 'boolean') return wrong('mapTracking', yesNo);
  const photos = memberOf(node, 'photos') === undefined ? true : scalarOf(node, 'photos');
  if (typeof photos !== 'boolean') return wrong('photos', yesNo);

  const corners = memberOf(node, 'polygon');
  const polygon = corners?.kind === 'array' ? corners.items.map(cornerOf) : [];
  const firstBad = polygon.indexOf(null);
  if (firstBad >= 0 && corners?.kind === 'array') {
    return {
      ok: false,
      problem: {
        line: corners.items[firstBad]?.line ?? corners.line,
        field: `${path}.polygon[${firstBad}]`,
        message: {
          de: 'Diese Ecke ist falsch; richtig wäre [lat, lon], etwa [52.5163, 13.3777].',
          en: 'This corner is wrong; right would be [lat, lon], such as [52.5163, 13.3777].',
        },
      },
    };
  }
  const readable = polygon.filter((corner) => corner !== null);
  if (readable.length < 3 || readable.length > mostCorners) {
    return wrong('polygon', {
      de: 'Eine Region braucht 3 bis 5.000 Ecken [lat, lon] der Reihe nach.',
      en: 'A region needs 3 to 5,000 corners [lat, lon] in order.',
    });
  }
  const shown = memberOf(node, 'shows');
  const shows = shown === undefined ? null : readShows(plainOf(shown));
  if (shows?.ok === false) return wrong(['shows', shows.member].filter(Boolean).join('.'), shows.message);
  return { ok: true, region: { name, mapTracking, photos, polygon: readable, shows: shows?.shows ?? null } };
}

function cornerOf(node: JsonNode): [number, number] | null {
  if (node.kind !== 'array' || node.items.length !== 2) return null;
  const [first, second] = node.items;
  const lat = first?.kind === 'scalar' ? latitude.read(first.value, 'json') : undefined;
  const lon = second?.kind === 'scalar' ? longitude.read(second.value, 'json') : undefined;
  return lat === undefined || lon === undefined ? null : [lat, lon];
}

function scalarOf(node: JsonNode, name: string): unknown {
  const member = memberOf(node, name);
  return member?.kind === 'scalar' ? member.value : undefined;
}
