// `doorstep serve` without the pages (no build), on a free port, as a process of its own that can be killed. Prints
// its address when it is ready.
import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';
import { lockServer, openInstance } from '../open-instance.ts';

const config = readConfig(process.env, process.cwd());
const instance = await openInstance(config, () => undefined);
await lockServer(instance.database);
const { app } = await compose({ config, database: instance.database, built: null });
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);
