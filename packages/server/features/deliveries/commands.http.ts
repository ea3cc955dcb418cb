import { type CommandAnswer, CommandBatch, CommandBatchAnswer } from '@doorstep/contract';
import { toRfc3339 } from '@doorstep/domain';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { authenticateDevice, type DeviceRegistry } from '../../access/devices.ts';
import { DoorstepError, languageOf } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { type CarryOutDeps, carryOut, type GivenCommand } from './carry-out.ts';

export interface DriverCommandsDeps extends CarryOutDeps {
  readonly devices: DeviceRegistry;
  readonly clock: Clock;
}

/** `POST /api/v1/driver/commands`: each carried out in the order given, durable before the answer, answered by itself. */
export function driverCommands(app: FastifyInstance, deps: DriverCommandsDeps): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/api/v1/driver/commands',
    {
      bodyLimit: 256 * 1024,
      schema: { tags: ['driver'], body: CommandBatch, response: { 200: CommandBatchAnswer } },
      config: { tooLarge: 'commands: at most 100 in one request, and at most 256 KiB' },
    },
    async (request) => {
      const device = await authenticateDevice(deps.devices, request.headers.authorization);
      const receivedAt = deps.clock.now();
      const sentAt = Date.parse(request.body.sentAt);
      // A leap second passes the schema.
      if (Number.isNaN(sentAt))
        throw new DoorstepError('invalid_input', [{ path: 'body/sentAt', message: 'an instant of the phone’s clock' }]);
      const times = {
        sentAt,
        receivedAt,
        language: languageOf(request.headers['accept-language']),
      };
      const { commands } = request.body;
      const answers: CommandAnswer[] = [];
      const afterwards: (() => Promise<void>)[] = [];
      try {
        for (const [index, command] of commands.entries()) {
          const end = endOfPause(commands, index);
          const pause = end && { endsAt: end.at, afterwards };
          answers.push(await carryOut(deps, device, command, times, pause));
        }
      } finally {
        for (const look of afterwards) await look();
      }
      return { receivedAt: toRfc3339(receivedAt), answers };
    },
  );
}

/** The end of the pause that the command at this place begins, where it stands in the same request. */
function endOfPause(commands: readonly GivenCommand[], index: number): GivenCommand | null {
  const type = commands[index]?.type;
  if (type !== 'take_break' && type !== 'go_dark') return null;
  return commands.slice(index + 1).find((later) => later.type === 'resume') ?? null;
}
