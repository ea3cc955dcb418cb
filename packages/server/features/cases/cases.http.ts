import { CaseList, NoteBody, OwnCase, Received, Report } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  privateAnswer as noStore,
  parcelParams as params,
  type RecipientDoorDeps,
  recipientWays,
} from '../../access/recipient-doors.ts';
import { requireSession } from '../../access/request-session.ts';
import { DoorstepError, type ErrorCode } from '../../errors.ts';
import { type CaseRefusal, closeCase, listOpenCases, openDispute } from './attend-cases.ts';
import { type CasesDeps, confirmReceived, type ReportAnswer, reportDelivery } from './report.ts';

export interface CasesDoorDeps extends RecipientDoorDeps {
  readonly cases: CasesDeps;
}

/** What a recipient, with an account or proved by a code, says of a delivery: something is wrong with it, or it is there. */
export function reportDoors(fastify: FastifyInstance, deps: CasesDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const { cases } = deps;
  for (const { base, tags, who } of recipientWays) {
    app.post(
      `${base}/reports`,
      { schema: { tags, params, body: Report, response: { 200: OwnCase, 201: OwnCase } } },
      async (request, reply) => {
        const { kind, note = null } = request.body;
        const answer = await reportDelivery(cases, { ...(await who(deps, request)), kind, note });
        if (!answer.ok) throw refusalOf(answer.code);
        return reply
          .code(answer.isNew ? 201 : 200)
          .headers(noStore)
          .send(answer.case);
      },
    );
    app.post(`${base}/received`, { schema: { tags, params, response: { 200: Received } } }, async (request, reply) => {
      const answer = await confirmReceived(cases, await who(deps, request));
      if (!answer.ok) throw refusalOf(answer.code);
      return reply.headers(noStore).send(answer.received);
    });
  }
}

/** Cases as customer service attends to them; to every other role these doors lead nowhere. */
export function caseDoors(
  fastify: FastifyInstance,
  { session, cases }: Pick<CasesDoorDeps, 'session' | 'cases'>,
): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['staff'];
  app.get(
    '/api/v1/support/cases',
    {
      schema: {
        tags,
        querystring: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 60 })) }),
        response: { 200: CaseList },
      },
    },
    async (request, reply) => {
      const list = await listOpenCases(cases, await requireSession(session, request), request.query.cursor ?? null);
      if (!list) throw new DoorstepError('not_found');
      return reply.headers(noStore).send(list);
    },
  );
  app.post(
    '/api/v1/support/parcels/:id/disputes',
    { schema: { tags, params, body: NoteBody, response: { 200: OwnCase } } },
    async (request, reply) => {
      const asker = await requireSession(session, request);
      const answer = await openDispute(cases, asker, { parcelId: request.params.id, note: request.body.note });
      if (!answer.ok) throw refusalOf(answer.code);
      return reply.headers(noStore).send(answer.case);
    },
  );
  app.post(
    '/api/v1/support/cases/:id/close',
    { schema: { tags, params, body: NoteBody, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const asker = await requireSession(session, request);
      const answer = await closeCase(cases, asker, { caseId: request.params.id, note: request.body.note });
      if (!answer.ok) throw refusalOf(answer.code);
      return reply.code(204).headers(noStore).send(null);
    },
  );
}

type Refusal = Extract<ReportAnswer, { ok: false }>['code'] | CaseRefusal;

const errorOf: Readonly<Record<Refusal, ErrorCode>> = {
  not_found: 'not_found',
  other_carrier: 'report_other_carrier',
  not_delivered: 'report_not_delivered',
  too_often: 'report_too_often',
  note_missing: 'invalid_input',
  note_too_long: 'invalid_input',
  already_closed: 'case_closed',
};

function refusalOf(code: Refusal): DoorstepError {
  const error = errorOf[code];
  return new DoorstepError(
    error,
    error === 'invalid_input' ? [{ path: 'body/note', message: 'words in 1 to 500 characters' }] : [],
  );
}
