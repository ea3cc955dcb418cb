// The floor of `start`: what no demo can do without, and nothing else. A database cluster is made and started, the pages
// are built; both at the same time, as ours does it.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openCluster } from '../../packages/server/db/cluster/open-cluster.ts';
import { buildPages } from '../../packages/server/pages/build-if-stale.ts';

const folder = await mkdtemp(join(tmpdir(), 'doorstep-floor-'));
await chmod(folder, 0o755);
const begun = performance.now();
const [cluster] = await Promise.all([
  openCluster({ dataDirectory: join(folder, 'postgres'), say: () => undefined }),
  buildPages(),
]);
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - begun) / 1000 })}\n`);
await cluster.stop();
if (cluster.relocated) await rm(dirname(cluster.dataDirectory), { recursive: true, force: true });
await rm(folder, { recursive: true, force: true });
