import { type CommandAnswer, CommandBatch, CommandBatchAnswer } from '@doorstep/contract';
import { toRfc3339 } from '@doorstep/domain';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { authenticateDevice, type DeviceRegistry } from '../../access/devices.ts';
import { DoorstepError, languageOf } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { type CarryOutDeps, carryOut } from './carry-out.ts';

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
      const answers: CommandAnswer[] = [];
      for (const command of request.body.commands) answers.push(await carryOut(deps, device, command, times));
      return { receivedAt: toRfc3339(receivedAt), answers };
    },
  );
}
