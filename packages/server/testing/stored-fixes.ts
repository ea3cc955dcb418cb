import { readFixRows } from '../features/fixes/fix.store.ts';
import { unpackFixes } from '../features/fixes/packed-fixes.ts';
import type { TestServer } from './test-server.ts';

/** What PostgreSQL holds of a route's fixes, oldest request first; a rejected one is there without its place. */
export async function storedFixes(server: TestServer, routeId = server.route.routeId) {
  return (await readFixRows(server.database.pool, routeId)).flatMap(unpackFixes);
}
