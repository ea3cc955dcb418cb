import { type DropOffRefused, DropOffWish, NamedDropOff } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import {
  parcelParams as params,
  privateAnswer,
  type RecipientDoorDeps,
  recipientWays,
} from '../../access/recipient-doors.ts';
import { DoorstepError, type ErrorCode } from '../../errors.ts';
import { type DropOffDeps, nameDropOff, readDropOff } from './name-drop-off.ts';

export interface DropOffDoorDeps extends Omit<DropOffDeps, 'announce'>, RecipientDoorDeps {
  readonly announceDropOff: DropOffDeps['announce'];
}

/** `GET, PUT …/parcels/{id}/drop-off`: for whoever has the recipient's rights; 409 with the reason where it is too late. */
export function dropOffs(fastify: FastifyInstance, deps: DropOffDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  for (const { base, tags, who } of recipientWays) {
    const url = `${base}/drop-off`;
    app.get(url, { schema: { tags, params, response: { 200: NamedDropOff } } }, async (request, reply) => {
      const dropOff = await readDropOff(deps, await who(deps, request));
      if (!dropOff) throw new DoorstepError('not_found');
      return reply.headers(privateAnswer).send(dropOff);
    });
    app.put(
      url,
      { schema: { tags, params, body: DropOffWish, response: { 200: NamedDropOff } } },
      async (request, reply) => {
        const { place, note } = request.body;
        const asked = await who(deps, request);
        const naming = { ...deps, announce: deps.announceDropOff };
        const answer = await nameDropOff(naming, { ...asked, place, note: note ?? null });
        if (!answer.ok) throw refusalOf(answer.code);
        return reply.headers(privateAnswer).send(answer.dropOff);
      },
    );
  }
}

const errorOf: Readonly<Record<DropOffRefused, ErrorCode>> = {
  not_found: 'not_found',
  too_late: 'drop_off_too_late',
  confidential: 'drop_off_confidential',
  not_possible: 'drop_off_not_possible',
  only_recipient: 'drop_off_only_recipient',
  too_often: 'drop_off_too_often',
  place_empty: 'invalid_input',
  place_too_long: 'invalid_input',
  note_too_long: 'invalid_input',
};

const fieldOf: Readonly<Partial<Record<DropOffRefused, { path: string; message: string }>>> = {
  place_empty: { path: 'body/place', message: 'a place in 1 to 80 characters' },
  place_too_long: { path: 'body/place', message: 'a place in 1 to 80 characters' },
  note_too_long: { path: 'body/note', message: 'a note in at most 200 characters' },
};

function refusalOf(code: DropOffRefused): DoorstepError {
  const field = fieldOf[code];
  return new DoorstepError(errorOf[code], field ? [field] : []);
}
