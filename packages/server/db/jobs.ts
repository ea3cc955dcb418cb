import { Logger, run, runMigrations, type TaskList } from 'graphile-worker';
import type { Pool } from 'pg';

/** What jobs say of themselves; any pino logger will do. Sentences only: payloads are ids and are never logged. */
export interface JobLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Of a whole logger, what jobs need. */
export function jobLogOf(logger: JobLog): JobLog {
  return {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
  };
}

export interface Worker {
  /** Lets running jobs finish (those that take too long are given back), then resolves. */
  stop(): Promise<void>;
}

/** Brings graphile-worker's own schema up to date. Every server does this at start, so that any of them may add jobs. */
export async function prepareJobs(options: { pool: Pool; log: JobLog }): Promise<void> {
  await runMigrations({ pgPool: options.pool, logger: loggerOf(options.log) });
}

/** Starts doing jobs: woken by LISTEN within milliseconds, and looking by itself every two seconds. */
export async function startWorker(options: {
  pool: Pool;
  tasks: TaskList;
  log: JobLog;
  concurrency?: number;
}): Promise<Worker> {
  const runner = await run({
    pgPool: options.pool,
    taskList: options.tasks,
    // Without this it would look for a `crontab` file in the working directory.
    parsedCronItems: [],
    concurrency: options.concurrency ?? 2,
    // main.ts is the only one that listens to signals.
    noHandleSignals: true,
    logger: loggerOf(options.log),
  });
  // A worker that ends by itself rejects this promise; its pool retries, and the log has said why.
  runner.promise.catch(() => options.log.error('The job worker ended.'));
  return { stop: () => runner.stop() };
}

function loggerOf(log: JobLog): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
  });
}
