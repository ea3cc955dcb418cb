// `npm test`: all tests from a fresh clone on, rules, stores and API first, then the journeys in a browser. The last
// line is the sum of both.
import { browserTests } from './browser-tests.ts';
import { syncPages } from './sync-pages.ts';
import { addCounts, countLine, runVitest } from './vitest-run.ts';

const synced = await syncPages();
if (synced.code !== 0) console.error(synced.output);
const count = addCounts([await runVitest(), await browserTests()]);
console.log(countLine(count));
process.exitCode = count.failed > 0 ? 1 : 0;
