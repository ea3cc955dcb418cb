import { type Bilingual, boxAround, type Coordinates, isInPolygon } from '@doorstep/domain';
import { newId } from '../../../ids.ts';
import type { ImportRegionDraft } from './drafts.ts';
import type { RouteRows } from './group-routes.ts';
import type { Trx } from './import.store.ts';

export type RegionOf = (place: Coordinates) => string | null;

/** The name of a region that we drew ourselves. An administrator's own regions carry other names. */
const surroundings = 'Umgebung ';
const marginMetres = 10_000;

/**
 * Stores the regions of a document (the same name again: its newest form) and answers which region a place lies in.
 * Where several claim a place, the one that shows less counts.
 *
 * Without a region nobody would ever see the map. So where neither the document nor anyone before named one, the
 * surroundings of each depot's stops become a region with the map on, and the report says so.
 */
export async function settleRegions(
  trx: Trx,
  input: { regions: readonly ImportRegionDraft[]; routes: readonly RouteRows[]; at: Date },
): Promise<{ regionOf: RegionOf; notes: Bilingual[] }> {
  for (const region of input.regions) await storeRegion(trx, region, input.at);
  let known = await loadRegions(trx);
  const notes: Bilingual[] = [];
  if (known.every((region) => region.name.startsWith(surroundings))) {
    notes.push(...(await drawSurroundings(trx, known, input.routes, input.at)));
    known = await loadRegions(trx);
  }
  const showingLessFirst = known.toSorted((a, b) => Number(a.map_tracking) - Number(b.map_tracking));
  return { regionOf: (place) => showingLessFirst.find((each) => isInPolygon(place, each.polygon))?.id ?? null, notes };
}

type StoredRegion = Awaited<ReturnType<typeof loadRegions>>[number];

function loadRegions(trx: Trx) {
  return trx
    .selectFrom('regions')
    .select(['id', 'name', 'map_tracking', 'photos', 'polygon'])
    .orderBy('name')
    .execute();
}

async function storeRegion(trx: Trx, region: ImportRegionDraft, at: Date): Promise<void> {
  const drawn = {
    map_tracking: region.mapTracking,
    photos: region.photos,
    polygon: JSON.stringify(region.polygon),
    ...(region.shows === null ? {} : { shows: JSON.stringify(region.shows) }),
  };
  await trx
    .insertInto('regions')
    .values({ id: newId('region'), name: region.name, ...drawn, created_at: at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(drawn))
    .execute();
}

async function drawSurroundings(
  trx: Trx,
  known: readonly StoredRegion[],
  routes: readonly RouteRows[],
  at: Date,
): Promise<Bilingual[]> {
  const notes: Bilingual[] = [];
  const placesOfDepot = Map.groupBy(
    routes.flatMap((route) => route.rows),
    (row) => row.route.depot.name,
  );
  for (const [depot, rows] of placesOfDepot) {
    const name = `${surroundings}${depot}`;
    const before = known.find((region) => region.name === name);
    const places = rows.map((row) => row.address);
    if (before !== undefined && places.every((place) => isInPolygon(place, before.polygon))) continue;
    const corners = (before?.polygon ?? []).map(([lat, lon]) => ({ lat, lon }));
    const around = boxAround(places, marginMetres) ?? [];
    const polygon = boxAround([...corners, ...around.map(([lat, lon]) => ({ lat, lon }))], 0);
    if (polygon === null) continue;
    await storeRegion(
      trx,
      { name, mapTracking: before?.map_tracking ?? true, photos: before?.photos ?? true, polygon, shows: null },
      at,
    );
    notes.push(
      before === undefined
        ? {
            de: `Die Datei nennt keine Region. Angelegt: „${name}“, 10 km um alle Stopps, mit Karte.`,
            en: `The file names no region. Created: "${name}", 10 km around all stops, with the map on.`,
          }
        : {
            de: `Die Region „${name}“ reicht jetzt auch 10 km um die neuen Stopps.`,
            en: `The region "${name}" now reaches 10 km around the new stops too.`,
          },
    );
  }
  return notes;
}
