// The walls of the house (architecture, section 2): who may import whom. `npm run check` enforces them.

const tests = '\\.(test|testdata|fixture|contract|e2e)\\.ts$|/(tests|testing)/';
const builds = '(^|/)(build|vite\\.config)\\.ts$';
const ours = '^packages/';

/** A room may import itself and the named rooms; what it takes from npm stands in its package.json. */
const wall = (room, allowed, comment) => ({
  name: `wall-of-${room}`,
  severity: 'error',
  comment,
  from: { path: `^packages/${room}/`, pathNot: tests },
  to: { path: ours, pathNot: `^packages/(${[room, ...allowed].join('|')})/` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'The rules import nothing: no room, no npm package, no Node module. A privacy officer can review them.',
      from: { path: '^packages/domain/', pathNot: tests },
      to: { pathNot: '^packages/domain/' },
    },
    {
      name: 'contract-is-typebox-only',
      severity: 'error',
      comment: 'Schemas of what crosses a wall, no logic.',
      from: { path: '^packages/contract/', pathNot: tests },
      to: { pathNot: '^packages/contract/|^node_modules/typebox/' },
    },
    wall('outbox', ['domain', 'contract'], 'The outbox runs on a phone and in the simulator.'),
    wall('widget', ['domain', 'contract'], 'The element also stands in shops that know nothing of our server.'),
    wall(
      'web',
      ['domain', 'contract', 'outbox', 'widget'],
      'Pages reach the server through the services they are handed.',
    ),
    wall('simulator', ['domain', 'contract', 'outbox'], 'The simulator speaks the public contract like any phone.'),
    wall('server', ['domain', 'contract', 'web', 'widget'], 'The server knows no phone and no simulator.'),
    {
      name: 'nobody-imports-server',
      severity: 'error',
      comment: 'Whoever needs the server speaks its contract. Tests are no exception.',
      from: { path: ours, pathNot: '^packages/server/' },
      to: { path: '^packages/server/' },
    },
    {
      name: 'server-builds-pages-only',
      severity: 'error',
      comment: 'What runs in browsers is built by the server where it is stale, and else only served.',
      from: { path: '^packages/server/', pathNot: tests },
      to: { path: '^packages/(web|widget)/', pathNot: '^packages/(web|widget)/build\\.ts$' },
    },
    {
      name: 'features-apart',
      severity: 'error',
      comment: 'Features do not import each other; they publish events, or meet in compose.ts.',
      from: { path: '^packages/server/features/([^/]+)/', pathNot: tests },
      to: { path: '^packages/server/features/', pathNot: '^packages/server/features/$1/' },
    },
    {
      name: 'adapters-only-in-compose',
      severity: 'error',
      comment: 'Only compose.ts names adapters; everyone else knows ports.',
      from: { path: ours, pathNot: `^packages/server/(compose\\.ts$|adapters/)|${tests}` },
      to: { path: '^packages/server/adapters/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that import each other are one idea in two places, or two ideas in each.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere would hide from every other rule. SvelteKit makes $app and $types itself.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\$app/|(^|/)\\$types' },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      comment: 'What is shipped runs without the packages that only tests need.',
      from: { path: ours, pathNot: `${tests}|${builds}|^packages/server/db/(test-|cluster/testing)` },
      to: { path: tests },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      comment: 'What is shipped runs without the packages that only tests need.',
      from: { path: ours, pathNot: `${tests}|${builds}|^packages/server/db/(test-|cluster/testing)` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-optional', 'type-only'] },
    },
    {
      name: 'listed-in-package-json',
      severity: 'error',
      comment:
        'A package that is there only because another one brings it may be gone tomorrow. Benches measure what rooms use.',
      from: { pathNot: '^bench/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/(\\.svelte-kit|build|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'types', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.svelte', '.d.ts', '.json'],
    },
  },
};
