// A process that opens a cluster, stores one row and stays until it is killed. Run by the tests.
import { openCluster } from './open-cluster.ts';
import { ask } from './testing.ts';

const handle = await openCluster({ dataDirectory: process.argv[2] ?? '', say: () => undefined });
await ask(handle.url, "CREATE TABLE IF NOT EXISTS parcel AS SELECT 'on its way' AS status");
console.log(JSON.stringify({ startedHere: handle.startedHere, url: handle.url }));
setInterval(() => undefined, 60_000);
