import { FixBatch, FixBatchAnswer, maximumFixesPerBatch } from '@doorstep/contract';
import { clockOffsetMillis, type FixCandidate, type Language, toRfc3339 } from '@doorstep/domain';
import type { FastifyInstance } from 'fastify';
import { authenticateDevice } from '../../access/devices.ts';
import { DoorstepError, languageOf } from '../../errors.ts';
import { readFix } from './read-fix.ts';
import { type TakeBatchDeps, takeBatch } from './take-batch.ts';
import { fixAnswerMessage } from './take-fixes.ts';
import { bodyCameAt, bodyOf } from './usual-batch.http.ts';

const bodyLimitBytes = 1024 * 1024;

/**
 * `POST /api/v1/driver/fixes`: judge, store, fold, publish; answered after commit, each fix by itself. Most batches are
 * answered before they come here (usual-batch.http.ts).
 */
export function driverFixes(app: FastifyInstance, deps: TakeBatchDeps): void {
  app.post(
    '/api/v1/driver/fixes',
    {
      bodyLimit: bodyLimitBytes,
      schema: { tags: ['driver'], body: FixBatch, response: { 200: FixBatchAnswer } },
      // The schema is documentation here: each fix is read and answered by itself (read-fix.ts).
      validatorCompiler: () => () => true,
      // Written by the runtime: ten short answers are less work for it than for a writer made from the schema.
      serializerCompiler: () => (answer) => JSON.stringify(answer),
      // This door is passed ten thousand times a second and logs no request; what fails is logged by the server's own.
      childLoggerFactory: (logger) => logger,
      preParsing: (request, _reply, payload, done) => done(null, bodyOf(request.raw, payload)),
      config: { tooLarge: `fixes: at most ${maximumFixesPerBatch} in one request, and at most 1 MiB` },
    },
    async (request) => {
      const device = await authenticateDevice(deps.devices, request.headers.authorization);
      const language = languageOf(request.headers['accept-language']);
      const receivedAt = bodyCameAt(request.raw) ?? deps.clock.now();
      const { sentAt, fixes } = readEnvelope(request.body);
      const offset = clockOffsetMillis(sentAt, receivedAt);

      const readable: FixCandidate[] = [];
      const read = fixes.map((given) => {
        const fix = readFix(given, offset);
        if ('wrongField' in fix) return { given, wrongField: fix.wrongField };
        readable.push(fix);
        return null;
      });
      const taken = await takeBatch(deps, device, { receivedAt, fixes: readable });

      let next = 0;
      const answers = read.map((unreadable) => {
        if (unreadable) return malformedAnswer(unreadable.given, unreadable.wrongField, language);
        const answer = taken[next++];
        if (!answer) throw new Error('one answer a fix');
        return fixAnswerMessage(answer, language);
      });
      return { receivedAt: toRfc3339(receivedAt), answers };
    },
  );
}

function readEnvelope(body: unknown): { sentAt: number; fixes: readonly unknown[] } {
  const given: { sentAt?: unknown; fixes?: unknown } = typeof body === 'object' && body !== null ? body : {};
  const sentAt = typeof given.sentAt === 'string' ? Date.parse(given.sentAt) : Number.NaN;
  if (Number.isNaN(sentAt))
    throw new DoorstepError('invalid_input', [{ path: 'sentAt', message: 'an RFC 3339 instant, the phone’s clock' }]);
  if (!Array.isArray(given.fixes) || given.fixes.length === 0)
    throw new DoorstepError('invalid_input', [{ path: 'fixes', message: 'a list of 1 to 500 fixes' }]);
  if (given.fixes.length > maximumFixesPerBatch)
    throw new DoorstepError('too_many_items', [
      { path: 'fixes', message: `at most ${maximumFixesPerBatch}, here ${given.fixes.length}` },
    ]);
  return { sentAt, fixes: given.fixes };
}

const malformed = { de: 'Diese Angabe fehlt oder ist falsch:', en: 'This value is missing or wrong:' };

function malformedAnswer(given: unknown, wrongField: string, language: Language) {
  const { id: found }: { id?: unknown } = typeof given === 'object' && given !== null ? given : {};
  const id = typeof found === 'string' ? found.slice(0, 64) : '';
  return { id, outcome: 'rejected' as const, reason: 'malformed', sentence: `${malformed[language]} ${wrongField}` };
}
