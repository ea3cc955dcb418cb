// `npm run check`: everything that can be known about the code without running it. `--fix` first repairs what can be
// repaired by a machine (form, generated documents).
import { staleDocuments, writeStaleDocuments } from './generated-documents.ts';
import { programOf, type Ran, runQuietly } from './run-command.ts';
import { lostOnTheWay, strayListensAndExits, strayPositionReaders, tooLongFiles } from './source-rules.ts';
import { syncPages, webFolder } from './sync-pages.ts';

interface Check {
  readonly name: string;
  readonly run: () => Promise<Ran>;
}

const fix = process.argv.includes('--fix');

/** The longest first, so that two cores end together. */
const checks: readonly Check[] = [
  { name: 'types of the pages (svelte-check)', run: checkPages },
  { name: 'types (tsc)', run: () => runQuietly(programOf('typescript', 'tsc', '-p', 'tsconfig.json')) },
  { name: 'walls (dependency-cruiser)', run: checkWalls },
  { name: 'dead code (knip)', run: () => runQuietly(programOf('knip', 'knip', '--no-progress')) },
  {
    name: 'form (Biome)',
    run: () =>
      runQuietly(
        programOf('@biomejs/biome', 'biome', 'check', '--diagnostic-level=error', ...(fix ? ['--write'] : [])),
      ),
  },
  { name: 'only main.ts listens or exits', run: async () => ranWith(strayListensAndExits()) },
  { name: "a van's place has one door for staff", run: async () => ranWith(strayPositionReaders()) },
  { name: 'files of at most 300 lines', run: async () => ranWith(tooLongFiles()) },
  { name: 'the lives follow files that are there', run: async () => ranWith(lostOnTheWay()) },
  {
    name: 'generated documents are fresh',
    run: async () => ranWith(staleDocuments().map((path) => `${path} is stale: run "npm run check:fix"`)),
  },
];

async function checkPages(): Promise<Ran> {
  const args = ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'];
  const synced = await syncPages();
  return synced.code === 0 ? runQuietly(programOf('svelte-check', 'svelte-check', ...args), webFolder) : synced;
}

function checkWalls(): Promise<Ran> {
  const args = ['--config', '.dependency-cruiser.mjs', 'packages', 'demo', 'tools', 'bench', 'e2e'];
  return runQuietly(programOf('dependency-cruiser', 'depcruise', ...args));
}

function ranWith(findings: readonly string[]): Ran {
  return { code: findings.length > 0 ? 1 : 0, output: findings.join('\n') };
}

const startedAt = performance.now();
const failed: { name: string; output: string }[] = [];

async function runOne({ name, run }: Check): Promise<void> {
  const from = performance.now();
  const { code, output } = await run();
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${seconds(from).padStart(6)}  ${name}`);
  if (code !== 0) failed.push({ name, output });
}

async function runAll(waiting: Check[]): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) await runOne(next);
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}

if (fix) {
  for (const path of writeStaleDocuments()) console.log(`Written: ${path}`);
}
const waiting = [...checks];
await Promise.all([runAll(waiting), runAll(waiting)]);
for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output.trim()}`);
const outcome = failed.length === 0 ? 'all hold' : `${failed.length} do not hold`;
console.log(`\nCheck: ${checks.length} rules, ${outcome} (${seconds(startedAt)})`);
process.exitCode = failed.length === 0 ? 0 : 1;
