import {
  MapChoice,
  MapChoiceWish,
  PhotoChoices,
  PhotoChoiceWish,
  Preferences,
  PreferencesChange,
} from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import {
  parcelParams as params,
  privateAnswer,
  type RecipientDoorDeps,
  recipientWays,
} from '../../access/recipient-doors.ts';
import { requireSession } from '../../access/request-session.ts';
import { DoorstepError } from '../../errors.ts';
import { type ChangePreferencesDeps, changePreferences } from './change-preferences.ts';
import { readMapChoice, switchMap } from './map-choice.ts';
import { choosePhotos, readPhotoChoices } from './photo-choices.ts';
import { readPreferences } from './preferences.store.ts';

export type PreferencesDoorDeps = ChangePreferencesDeps & RecipientDoorDeps;

const url = '/api/v1/me/preferences';

/**
 * `GET, PUT /api/v1/me/preferences`: what is left out of a PUT stays as it is; a preference we do not know is refused.
 * `GET, PUT …/parcels/{id}/delivery-photos` and `…/map-switch`: for one parcel, also without an account.
 */
export function preferences(fastify: FastifyInstance, deps: PreferencesDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();

  app.get(url, { schema: { tags: ['recipient'], response: { 200: Preferences } } }, async (request, reply) => {
    const { accountId } = await requireSession(deps.session, request);
    return reply.headers(privateAnswer).send(await readPreferences(deps.db, accountId));
  });

  app.put(
    url,
    { schema: { tags: ['recipient'], body: PreferencesChange, response: { 200: Preferences } } },
    async (request, reply) => {
      const { accountId } = await requireSession(deps.session, request);
      const now = await changePreferences(deps, accountId, request.body);
      return reply.headers(privateAnswer).send(now);
    },
  );

  for (const { base, tags, who } of recipientWays) {
    const photos = `${base}/delivery-photos`;
    app.get(photos, { schema: { tags, params, response: { 200: PhotoChoices } } }, async (request, reply) => {
      const { askerId, parcelId } = await who(deps, request);
      const choices = await readPhotoChoices(deps, askerId, parcelId);
      if (!choices) throw new DoorstepError('not_found');
      return reply.headers(privateAnswer).send(choices);
    });
    app.put(
      photos,
      { schema: { tags, params, body: PhotoChoiceWish, response: { 200: PhotoChoices } } },
      async (request, reply) => {
        const { askerId, parcelId } = await who(deps, request);
        const answer = await choosePhotos(deps, askerId, parcelId, request.body);
        if (answer.ok) return reply.headers(privateAnswer).send(answer.choices);
        if (answer.code === 'not_found') throw new DoorstepError('not_found');
        throw new DoorstepError('invalid_input', [
          { path: 'body/for', message: '"parcel": without an account, for this parcel' },
        ]);
      },
    );
    const map = `${base}/map-switch`;
    app.get(map, { schema: { tags, params, response: { 200: MapChoice } } }, async (request, reply) => {
      const { askerId, parcelId } = await who(deps, request);
      const choice = await readMapChoice(deps, askerId, parcelId);
      if (!choice) throw new DoorstepError('not_found');
      return reply.headers(privateAnswer).send(choice);
    });
    app.put(
      map,
      { schema: { tags, params, body: MapChoiceWish, response: { 200: MapChoice } } },
      async (request, reply) => {
        const { askerId, parcelId } = await who(deps, request);
        const choice = await switchMap(deps, askerId, parcelId, request.body.map);
        if (!choice) throw new DoorstepError('not_found');
        return reply.headers(privateAnswer).send(choice);
      },
    );
  }
}
