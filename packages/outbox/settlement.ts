import type { CommandAnswer, FixAnswer } from '@doorstep/contract';
import type { Reason, Refused } from './ports.ts';
import type { Batch } from './sending-order.ts';

export type Answer = CommandAnswer | FixAnswer;

/** What can be sent in one request with others of its kind; a picture is sent by itself. */
export type Listed = Exclude<Batch, { kind: 'photo' }>;

/** The two items of a picture. */
export function photoItemIds(photoId: string): readonly [string, string] {
  return [`${photoId}/preview`, `${photoId}/full`];
}

function idsOf(batch: Listed): string[] {
  return batch.kind === 'commands' ? batch.commands.map(({ id }) => id) : batch.fixes.map(({ id }) => id);
}

function refusalsOf(batch: Listed, because: Reason): Refused[] {
  return batch.kind === 'commands'
    ? batch.commands.map((command) => ({ kind: 'command', id: command.id, because, command }))
    : batch.fixes.map(({ id }) => ({ kind: 'fix', id, because }));
}

export interface Settlement {
  readonly acknowledgedIds: readonly string[];
  readonly refused: readonly Refused[];
}

/** Only ids that were sent and answered count; an id without an answer waits and is sent again. */
export function settlementOf(batch: Listed, answers: readonly Answer[]): Settlement {
  const answerOf = new Map(answers.map((answer) => [answer.id.toLowerCase(), answer]));
  const acknowledgedIds = idsOf(batch).filter((id) => answerOf.has(id.toLowerCase()));
  const refused = refusalsOf(batch, { code: 'unknown', sentence: null }).flatMap((refusal): Refused[] => {
    const answer = answerOf.get(refusal.id.toLowerCase());
    if (answer === undefined || answer.outcome === 'done' || answer.outcome === 'accepted') return [];
    return [{ ...refusal, because: reasonOf(answer) }];
  });
  return withTheirPictures({ acknowledgedIds, refused });
}

/** The whole batch is refused for one reason. */
export function refusalOf(batch: Listed, because: Reason): Settlement {
  return withTheirPictures({ acknowledgedIds: idsOf(batch), refused: refusalsOf(batch, because) });
}

/** The picture of a delivery that the server will never carry out proves nothing: it is wiped with its delivery. */
function withTheirPictures({ acknowledgedIds, refused }: Settlement): Settlement {
  const pictures = refused.flatMap((refusal) =>
    refusal.kind === 'command' && refusal.command.type === 'deliver' && refusal.command.photoId !== undefined
      ? photoItemIds(refusal.command.photoId)
      : [],
  );
  return { acknowledgedIds: [...acknowledgedIds, ...pictures], refused };
}

function reasonOf(answer: Answer): Reason {
  const code = 'reason' in answer ? answer.reason : 'code' in answer ? answer.code : undefined;
  return { code: code ?? 'unknown', sentence: answer.sentence ?? null };
}

/** The two halves of a batch; null for one of a single item. */
export function halve(batch: Listed): readonly [Listed, Listed] | null {
  if (batch.kind === 'commands') {
    const middle = Math.ceil(batch.commands.length / 2);
    if (middle === batch.commands.length) return null;
    return [
      { kind: 'commands', commands: batch.commands.slice(0, middle) },
      { kind: 'commands', commands: batch.commands.slice(middle) },
    ];
  }
  const middle = Math.ceil(batch.fixes.length / 2);
  if (middle === batch.fixes.length) return null;
  return [
    { kind: 'fixes', fixes: batch.fixes.slice(0, middle) },
    { kind: 'fixes', fixes: batch.fixes.slice(middle) },
  ];
}
