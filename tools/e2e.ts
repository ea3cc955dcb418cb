// `npm run e2e`: the browser tests. Arguments go to Vitest, so that one journey can be run by its file or name.
import { browserTests } from './browser-tests.ts';
import { countLine } from './vitest-run.ts';

const count = await browserTests(...process.argv.slice(2));
console.log(countLine(count));
process.exitCode = count.failed > 0 ? 1 : 0;
