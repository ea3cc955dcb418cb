import { requirementRules } from './delivery/advance.ts';
import { otherDayRows } from './delivery/other-day.ts';
import { type ParcelMove, parcelMoves, parcelStates } from './delivery/states.ts';
import { notificationEvents, notificationRows, usualQuietHours } from './notify/when-to-notify.ts';
import { both, code, table } from './printed-table.ts';
import { heldRows } from './privacy/held-data.ts';
import { keptRows } from './privacy/kept-after-erasure.ts';
import { leaveRows } from './proof/leave-rules.ts';
import { caseLooksNote, lookRows } from './proof/look-rules.ts';
import { photoEndRows } from './proof/photo-retention.ts';
import { photoRows } from './proof/photo-rules.ts';
import { placeRows } from './proof/place-rules.ts';
import { caseKinds, reportRows, settledByReceipt } from './proof/report-rules.ts';
import { toldRows, wishRows } from './proof/wish-rules.ts';
import { type Bilingual, languages } from './text/language.ts';
import { reasonSentence, thresholdWords } from './text/sentences.ts';
import { positionRows } from './visibility/position-rules.ts';
import { countRows, gateRows } from './visibility/rules.ts';
import { defaultVisibilitySettings, type FieldRule, shownFields } from './visibility/settings.ts';
import { ceilings, giftCeiling, showLevels } from './visibility/shows.ts';
import { type ReasonCode, reasonCodes } from './visibility/views.ts';

/** The privacy rules as Markdown, written from the very rows that the program applies. Ends in a line break. */
export function privacyRulesDocument(): string {
  return `${[intro(), wayTables(), leaveTable(), photoTable(), ownPhotoTables(), notificationTable(), heldTables(), moveTable(), reasonTable()].flat().join('\n')}\n`;
}

function intro(): readonly string[] {
  return [
    '# Privacy rules',
    '',
    'Generated from the rule tables in `packages/domain`; do not edit. In every table the first row that holds answers.',
    'Each condition stands in German and in English; reason codes are explained in the last table.',
    '',
  ];
}

function wayTables(): readonly string[] {
  const printed = (row: (typeof gateRows)[number] | (typeof positionRows)[number] | (typeof countRows)[number]) => [
    row.row,
    both(row.condition),
    both(row.shown),
    code(row.reason),
  ];
  const fields = Object.keys(showLevels).filter(isField);
  return [
    '## What does this person see of the way?',
    '',
    '### The most each viewer may see of any parcel',
    '',
    'What a person sees is, field by field, the lesser of this table and the row of the gate that answers.',
    '',
    ...table(
      ['viewer', ...fields.map((field) => field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))],
      Object.entries({ ...ceilings, 'of a gift, all but its buyer': giftCeiling }).map(([who, shows]) => [
        who,
        ...fields.map((field) => shows[field].replaceAll('_', ' ')),
      ]),
    ),
    '### Gate: is there anything live to see?',
    '',
    ...table(['#', 'when', 'shows', 'reason'], gateRows.map(printed)),
    '### Settings: which fields are shown, and from when on?',
    '',
    'Each is always shown, never, or once all its thresholds hold. Instance, region, merchant and parcel may each set them;',
    'the narrower level can only show less. Distance and path ahead need a dot; a path ahead is drawn only while no other',
    'stop comes first; the name is told only while the parcel is on its way.',
    '',
    ...table(
      ['field', 'by default'],
      shownFields.map((field) => [fieldWords[field], ruleWords(defaultVisibilitySettings[field])]),
    ),
    '### Position: is there a dot?',
    '',
    ...table(['#', 'when', 'shows', 'reason'], positionRows.map(printed)),
    '### Count and window: is there a number?',
    '',
    ...table(['#', 'when', 'shows', 'reason'], countRows.map(printed)),
  ];
}

const fieldWords: Readonly<Record<(typeof shownFields)[number], string>> = {
  position: 'Position / position',
  count: 'Zahl der Stopps / count of stops',
  window: 'Zeitfenster / window',
  distance: 'Entfernung / distance',
  pathAhead: 'Weg voraus / path ahead',
  driverName: "Vorname am Steuer / driver's first name",
};

function ruleWords(rule: FieldRule): string {
  if (rule === 'always') return 'immer / always';
  if (rule === 'never') return 'nie / never';
  return languages.map((language) => thresholdWords(language, rule)).join(' / ');
}

function isField(name: string): name is keyof typeof showLevels {
  return name in showLevels;
}

function leaveTable(): readonly string[] {
  return [
    '## May it be left without a person?',
    '',
    ...table(
      ['#', 'when', 'answer', 'reason'],
      leaveRows.map((row) => [String(row.row), both(row.condition), row.answer, code(row.reason)]),
    ),
    '### Where is it left, of all that was said?',
    '',
    'What is said once for all parcels counts until the driver taps *arrive*. Of what several people said, the place named',
    'last counts, and the strictest wish; a person’s word about one parcel, or one address, goes before the same person’s for all.',
    'Whether that is permitted, the table above says: a place that is named, a chosen mailbox and a locker are its rows 2 and 3;',
    '“nowhere” is a leaving that was forbidden (row 1).',
    '',
    ...table(
      ['#', 'when', 'goes to'],
      placeRows.map((row) => [String(row.row), both(row.condition), both(row.shown)]),
    ),
    '### May a recipient choose who takes it in: a neighbour by name, no neighbour, only the recipient?',
    '',
    'Of several recipients the strictest counts.',
    '',
    ...table(['#', 'when', 'answer', 'reason'], wishRows.map(wished)),
    '### May a recipient name another day?',
    '',
    ...table(['#', 'when', 'answer', 'reason'], otherDayRows.map(wished)),
    '### A delivery against a wish',
    '',
    'Recorded as `marked`, it stands beside the delivery that it was against a wish. Nothing that was done is lost.',
    '',
    ...table(
      ['#', 'when', 'answer'],
      toldRows.map((row) => [String(row.row), both(row.condition), row.answer]),
    ),
  ];
}

function wished(row: { row: number; condition: Bilingual; refusal: string | null }): readonly string[] {
  return [String(row.row), both(row.condition), row.refusal === null ? 'yes' : 'no', row.refusal ?? ''];
}

function photoTable(): readonly string[] {
  return [
    '## May a photo be taken?',
    '',
    'Answered before the camera opens and again on upload. The driver learns the reason only where the last column says so.',
    '',
    ...table(
      ['#', 'when', 'answer', 'reason', 'the driver reads', 'driver learns the reason'],
      photoRows.map((row) => [
        String(row.row),
        both(row.condition),
        row.answer,
        code(row.reason),
        both(row.driver),
        row.driverLearnsReason ? 'yes' : 'no',
      ]),
    ),
  ];
}

function ownPhotoTables(): readonly string[] {
  const settled = caseKinds.filter((kind) => settledByReceipt[kind]).map((kind) => `\`${kind}\``);
  return [
    '## Who may see the photo?',
    '',
    'Its recipient, where the tables above show it. Besides, customer service by this table, each look for a reason of its',
    'own. Nobody else: no dispatcher, merchant, driver, buyer of a gift, privacy officer or administrator.',
    '',
    ...table(
      ['#', 'when', 'answer', 'code'],
      lookRows.map((row) => [
        String(row.row),
        both(row.condition),
        both(row.answer),
        row.refusal === null ? '' : `\`${row.refusal}\``,
      ]),
    ),
    `${caseLooksNote}\n`,
    '## When is the key of a photo destroyed?',
    '',
    'Key first, which makes the bytes worthless; then the bytes. A receipt stays.',
    '',
    ...table(
      ['#', 'when', 'its key is destroyed', 'rule'],
      photoEndRows.map((row) => [String(row.row), both(row.condition), both(row.ends), `\`${row.rule}\``]),
    ),
    '## What may a recipient report of a delivery?',
    '',
    `A report opens a case, which keeps the photo until it is closed. "Parcel received" closes these: ${settled.join(', ')}.`,
    '',
    ...table(
      ['#', 'when', 'answer', 'code'],
      reportRows.map((row) => [
        String(row.row),
        both(row.condition),
        row.refusal === null ? 'yes' : 'no',
        row.refusal === null ? '' : `\`${row.refusal}\``,
      ]),
    ),
  ];
}

function notificationTable(): readonly string[] {
  const { fromMinute, toMinute } = usualQuietHours;
  const yes = (holds: boolean) => (holds ? 'yes' : 'no');
  return [
    '## What is told, to whom?',
    '',
    'Once for each stop, event, account, attempt and outcome; nobody where the contact basis is `none`. The text is made of',
    `what the account sees at that moment, and what is no longer true is not told. Quiet hours: ${fromMinute / 60} to ${toMinute / 60}, or`,
    'the account’s own. Each event can be switched on and off on each of its channels.',
    '',
    ...table(
      [
        'event',
        'when',
        'channels',
        'by default',
        'to the recipient',
        'of a gift',
        "to a gift's buyer",
        'confidential',
        'at night',
      ],
      notificationEvents.map((event) => {
        const row = notificationRows[event];
        return [
          `\`${event}\``,
          both(row.words),
          row.channels.join(', '),
          row.isOnByDefault ? 'on' : 'off',
          yes(row.toRecipient),
          yes(row.toRecipient && row.ofGift),
          yes(row.toGiftBuyer),
          row.ofConfidential ? 'news only' : 'no',
          row.waitsForMorning ? 'waits' : 'told',
        ];
      }),
    ),
  ];
}

function heldTables(): readonly string[] {
  return [
    '## What is held about a recipient, and what erases it?',
    '',
    ...table(
      ['kind', 'what', 'what for', 'until', 'when the account is erased'],
      heldRows.map((row) => [`\`${row.kind}\``, both(row.what), both(row.why), both(row.until), both(row.onErasure)]),
    ),
    '### What an erasure leaves',
    '',
    ...table(
      ['kind', 'what', 'why', 'until'],
      keptRows.map(({ kind, what, why, until }) => [`\`${kind}\``, both(what), both(why), both(until)]),
    ),
  ];
}

function moveTable(): readonly string[] {
  return [
    '## Life of a parcel',
    '',
    'Every move there is; any other is refused.',
    '',
    ...table(
      ['from', 'event', 'to', 'requires'],
      parcelMoves.map((move) => [
        statesBefore(move),
        `\`${move.event}\``,
        `\`${move.to}\``,
        move.requires.map((requirement) => both(requirementRules[requirement].words)).join('; '),
      ]),
    ),
  ];
}

function statesBefore(move: ParcelMove): string {
  const isAny = move.from.length === parcelStates.length - 1;
  return isAny ? 'any other' : move.from.map((state) => `\`${state}\``).join(', ');
}

/** Count and window are shown always unless set otherwise; a threshold as their waiting sentences name one. */
const { position: threshold } = defaultVisibilitySettings;
const withThresholds = { ...defaultVisibilitySettings, count: threshold, window: threshold };

function reasonTable(): readonly string[] {
  const sentence = (reason: ReasonCode) =>
    languages.map((language) => reasonSentence(reason, language, withThresholds));
  return [
    '## Reasons',
    '',
    ...table(
      ['code', 'Deutsch', 'English'],
      reasonCodes.map((reason) => [`\`${reason}\``, ...sentence(reason)]),
    ).slice(0, -1),
  ];
}
