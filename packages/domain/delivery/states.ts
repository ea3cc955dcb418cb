/** The life of a parcel (rules.md section 7) as a table of moves. */
export const parcelStates = [
  'announced',
  'at_depot',
  'on_its_way',
  'arriving',
  'delivered',
  'attempted',
  'held_for_pickup',
  'returned',
  'cancelled',
  'lost',
  'damaged',
] as const;
export type ParcelState = (typeof parcelStates)[number];

export const deliveredHows = [
  'recipient',
  'household',
  'neighbour',
  'reception',
  'safe_place',
  'mailbox',
  'locker',
  'collected',
] as const;
export type DeliveredHow = (typeof deliveredHows)[number];

export const attemptReasons = [
  'nobody_home',
  'no_access',
  'refused',
  'address_wrong',
  'no_permission',
  'damaged',
  'out_of_time',
] as const;
export type AttemptReason = (typeof attemptReasons)[number];

/** What may happen to a parcel. Each is appended as an event; a correction (`undone`) is an event too. */
export const parcelEvents = [
  'brought_to_depot',
  'route_started',
  'stop_is_next',
  'plan_changed',
  'delivered',
  'attempted',
  'undone',
  'tried_again',
  'back_at_depot',
  'held',
  'collected',
  'returned',
  'cancelled',
  'postponed',
  'lost',
  'damaged',
] as const;
export type ParcelEvent = (typeof parcelEvents)[number];

/** What a move needs besides the state it starts from; `advance.ts` says when each holds. */
export const moveRequirements = [
  'how_named',
  'reason_named',
  'made_on_the_route',
  'within_undo_time',
  'route_lasts',
  'not_my_door_reported',
  'day_named',
  'by_staff',
] as const;
export type MoveRequirement = (typeof moveRequirements)[number];

export interface ParcelMove {
  readonly from: readonly ParcelState[];
  readonly event: ParcelEvent;
  readonly to: ParcelState;
  readonly requires: readonly MoveRequirement[];
}

const anyStateBut = (left: ParcelState) => parcelStates.filter((state) => state !== left);

/** Every move a parcel can make. What is not in this table is refused. */
export const parcelMoves: readonly ParcelMove[] = [
  { from: ['announced'], event: 'brought_to_depot', to: 'at_depot', requires: [] },
  { from: ['announced'], event: 'postponed', to: 'announced', requires: ['day_named'] },
  { from: ['at_depot'], event: 'postponed', to: 'at_depot', requires: ['day_named'] },
  { from: ['at_depot'], event: 'route_started', to: 'on_its_way', requires: [] },
  { from: ['on_its_way'], event: 'stop_is_next', to: 'arriving', requires: [] },
  { from: ['arriving'], event: 'plan_changed', to: 'on_its_way', requires: [] },
  { from: ['arriving', 'on_its_way'], event: 'delivered', to: 'delivered', requires: ['how_named'] },
  { from: ['arriving', 'on_its_way'], event: 'attempted', to: 'attempted', requires: ['reason_named'] },
  {
    from: ['delivered', 'attempted'],
    event: 'undone',
    to: 'on_its_way',
    requires: ['made_on_the_route', 'within_undo_time'],
  },
  { from: ['attempted'], event: 'tried_again', to: 'on_its_way', requires: ['route_lasts'] },
  {
    from: ['delivered'],
    event: 'tried_again',
    to: 'on_its_way',
    requires: ['made_on_the_route', 'not_my_door_reported', 'route_lasts'],
  },
  { from: ['attempted'], event: 'back_at_depot', to: 'at_depot', requires: [] },
  { from: ['attempted'], event: 'held', to: 'held_for_pickup', requires: [] },
  { from: ['held_for_pickup'], event: 'collected', to: 'delivered', requires: [] },
  { from: ['attempted', 'held_for_pickup'], event: 'returned', to: 'returned', requires: [] },
  { from: ['announced', 'at_depot', 'on_its_way'], event: 'cancelled', to: 'cancelled', requires: [] },
  { from: anyStateBut('lost'), event: 'lost', to: 'lost', requires: ['by_staff'] },
  { from: anyStateBut('damaged'), event: 'damaged', to: 'damaged', requires: ['by_staff'] },
];

/** How long an outcome made at the door can be taken back. */
export const undoSeconds = 60;
