import { type Bilingual, type MoveRefusalCode, moveRefusalSentences } from '@doorstep/domain';

const ownSentences = {
  command_unknown: { de: 'Diesen Befehl gibt es nicht.', en: 'There is no such command.' },
  command_malformed: {
    de: 'Dem Befehl fehlt eine Angabe oder sie ist falsch.',
    en: 'A value of the command is missing or wrong.',
  },
  phone_retired: {
    de: 'Da hatte schon ein anderes Telefon die Tour übernommen.',
    en: 'By then another phone had taken the route over.',
  },
  route_unknown: { de: 'Diese Tour gibt es auf diesem Gerät nicht.', en: 'There is no such route on this device.' },
  stop_unknown: { de: 'Diesen Stopp gibt es auf der Tour nicht.', en: 'There is no such stop on the route.' },
  parcel_unknown: { de: 'Dieses Paket gehört nicht zu diesem Stopp.', en: 'This parcel is not part of this stop.' },
  route_not_started: { de: 'Die Tour ist noch nicht gestartet.', en: 'The route has not started yet.' },
  route_already_started: { de: 'Die Tour ist schon gestartet.', en: 'The route has already started.' },
  other_route_running: {
    de: 'Eine andere Tour läuft noch. Bitte beenden Sie sie zuerst.',
    en: 'Another route is still running. Please finish it first.',
  },
  route_is_over: { de: 'Die Tour ist beendet.', en: 'The route is over.' },
  not_todays_route: { de: 'Diese Tour ist nicht für heute geplant.', en: 'This route is not planned for today.' },
  nothing_open_here: { de: 'An diesem Stopp ist nichts mehr offen.', en: 'Nothing is open at this stop any more.' },
  nothing_to_undo: {
    de: 'An diesem Stopp gibt es nichts zurückzunehmen.',
    en: 'There is nothing to undo at this stop.',
  },
  only_recipient: {
    de: 'Gewünscht ist: nur persönlich. Ist es schon anders übergeben, wählen Sie „Schon anders geschehen“.',
    en: 'The wish is: in person only. If it has already been handed over differently, choose “Already done differently”.',
  },
  no_neighbour: {
    de: 'Gewünscht ist: nicht in die Nachbarschaft. Ist es schon dort, wählen Sie „Schon anders geschehen“.',
    en: 'The wish is: not to a neighbour. If it is already there, choose “Already done differently”.',
  },
} as const satisfies Record<string, Bilingual>;

export const commandRefusalSentences: Readonly<Record<CommandRefusalCode, Bilingual>> = {
  ...moveRefusalSentences,
  ...ownSentences,
};
export type CommandRefusalCode = keyof typeof ownSentences | MoveRefusalCode;
