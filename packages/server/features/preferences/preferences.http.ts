import { PhotoChoices, PhotoChoiceWish, Preferences, PreferencesChange } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type ReadSession, requireSession } from '../../access/request-session.ts';
import { DoorstepError } from '../../errors.ts';
import { type ChangePreferencesDeps, changePreferences } from './change-preferences.ts';
import { choosePhotos, readPhotoChoices } from './photo-choices.ts';
import { readPreferences } from './preferences.store.ts';

export interface PreferencesDoorDeps extends ChangePreferencesDeps {
  readonly session: ReadSession;
}

const url = '/api/v1/me/preferences';

/** `GET, PUT /api/v1/me/preferences`: what is left out of a PUT stays as it is; a preference we do not know is refused. */
export function preferences(fastify: FastifyInstance, deps: PreferencesDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();

  app.get(url, { schema: { tags: ['recipient'], response: { 200: Preferences } } }, async (request, reply) => {
    const { accountId } = await requireSession(deps.session, request);
    return reply.header('cache-control', 'private, no-store').send(await readPreferences(deps.db, accountId));
  });

  app.put(
    url,
    { schema: { tags: ['recipient'], body: PreferencesChange, response: { 200: Preferences } } },
    async (request, reply) => {
      const { accountId } = await requireSession(deps.session, request);
      const now = await changePreferences(deps, accountId, request.body);
      return reply.header('cache-control', 'private, no-store').send(now);
    },
  );

  const ofParcel = '/api/v1/me/parcels/:id/delivery-photos';
  // Without bounds: an id of another shape is answered like one that does not exist.
  const params = Type.Object({ id: Type.String() });
  app.get(
    ofParcel,
    { schema: { tags: ['recipient'], params, response: { 200: PhotoChoices } } },
    async (request, reply) => {
      const { accountId } = await requireSession(deps.session, request);
      const choices = await readPhotoChoices(deps, accountId, request.params.id);
      if (!choices) throw new DoorstepError('not_found');
      return reply.header('cache-control', 'private, no-store').send(choices);
    },
  );
  app.put(
    ofParcel,
    { schema: { tags: ['recipient'], params, body: PhotoChoiceWish, response: { 200: PhotoChoices } } },
    async (request, reply) => {
      const { accountId } = await requireSession(deps.session, request);
      const choices = await choosePhotos(deps, accountId, request.params.id, request.body);
      if (!choices) throw new DoorstepError('not_found');
      return reply.header('cache-control', 'private, no-store').send(choices);
    },
  );
}
