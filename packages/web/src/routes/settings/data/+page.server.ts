import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import type { OwnData } from '@doorstep/contract/privacy-services.ts';
import { caseLookWords } from '@doorstep/domain/text/case-looks.ts';
import { upperFirst } from '@doorstep/widget/upper-first.ts';
import { error, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { privacyWordsOf } from '#lib/words/privacy.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { privacy } = event.locals.services;
  const [own, copy] = await Promise.all([privacy.ownData(session), privacy.exportState(session)]);
  // Erased by another window meanwhile.
  if (!own) error(404);
  return {
    parcels: own.parcels,
    looks: looksOf(own, event.locals.language),
    now: event.locals.services.now(),
    copy,
    isTooOften: event.url.searchParams.get('copy') === 'too-often',
    isStaff: session.role !== 'recipient',
  };
};

const mostLooks = 500;

/** At photos and into cases, the newest first. */
function looksOf({ looks, caseLooks }: OwnData, language: PageLanguage) {
  const { reasons } = privacyWordsOf(language);
  const all = [
    ...looks.map((look) => ({ ...look, what: reasons[look.reason] })),
    ...caseLooks.map((look) => ({ ...look, what: upperFirst(caseLookWords(language, look.reason)) })),
  ];
  return all
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, mostLooks)
    .map(({ id, parcelId, at, timeZone, what }) => ({ id, parcelId, at: at.toISOString(), timeZone, what }));
}

export const actions: Actions = {
  default: async (event) => {
    const session = requireSession(event);
    const { language, services } = event.locals;
    const started = await services.privacy.startExport(session, language);
    redirect(303, started ? '/settings/data#copy' : '/settings/data?copy=too-often#copy');
  },
};
