import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, moveRefusalSentences, type ParcelStanding, type RequestedMove } from './advance.ts';
import {
  attemptReasons,
  deliveredHows,
  type ParcelState,
  parcelEvents,
  parcelMoves,
  parcelStates,
  undoSeconds,
} from './states.ts';

const since = 1_780_000_000_000;
const standing = (state: ParcelState, more: Partial<ParcelStanding> = {}): ParcelStanding => ({
  state,
  how: null,
  since,
  ...more,
});
const move = (event: RequestedMove['event'], more: Partial<RequestedMove> = {}): RequestedMove => ({
  event,
  at: since + 1000,
  ...more,
});

describe('the life of a parcel', () => {
  it('goes from announced over the depot and the van to the door', () => {
    const moves = [
      move('brought_to_depot'),
      move('route_started'),
      move('stop_is_next'),
      move('delivered', { how: 'safe_place' }),
    ];
    const states: ParcelState[] = [];
    let parcel = standing('announced');
    for (const each of moves) {
      const moved = advance(parcel, each);
      if (!moved.ok) throw new Error(moved.code);
      parcel = { state: moved.to, how: moved.how, since: each.at };
      states.push(moved.to);
    }
    expect(states).toEqual(['at_depot', 'on_its_way', 'arriving', 'delivered']);
    expect(parcel.how).toBe('safe_place');
  });

  it('lets a parcel be delivered out of order, before its stop is next', () => {
    expect(advance(standing('on_its_way'), move('delivered', { how: 'household' }))).toMatchObject({
      ok: true,
      to: 'delivered',
      how: 'household',
    });
  });

  it('wants to know how it was delivered and why it was not', () => {
    expect(advance(standing('arriving'), move('delivered'))).toMatchObject({ ok: false, code: 'how_missing' });
    expect(advance(standing('arriving'), move('attempted'))).toMatchObject({ ok: false, code: 'reason_missing' });
    expect(advance(standing('arriving'), move('attempted', { reason: 'no_access' }))).toMatchObject({
      ok: true,
      to: 'attempted',
      attemptReason: 'no_access',
    });
  });

  it('knows "collected" from the counter only, never from a van', () => {
    expect(advance(standing('arriving'), move('delivered', { how: 'collected' }))).toMatchObject({
      ok: false,
      code: 'how_missing',
    });
    expect(advance(standing('held_for_pickup'), move('collected'))).toMatchObject({
      ok: true,
      to: 'delivered',
      how: 'collected',
    });
  });

  it('lets an outcome be taken back for exactly 60 seconds, and raises its version', () => {
    const delivered = standing('delivered', { how: 'mailbox' });
    const inTime = advance(delivered, move('undone', { at: since + undoSeconds * 1000 }));
    expect(inTime).toMatchObject({ ok: true, to: 'on_its_way', how: null, raisesOutcomeVersion: true });
    expect(inTime).toMatchObject({ startsNewAttempt: false });
    expect(advance(delivered, move('undone', { at: since + undoSeconds * 1000 + 1 }))).toMatchObject({
      ok: false,
      code: 'undo_too_late',
      sentence: { de: 'Zurücknehmen geht nur 60 Sekunden lang.' },
    });
  });

  it('does not put a collected parcel back on the van', () => {
    const collected = standing('delivered', { how: 'collected' });
    expect(advance(collected, move('undone'))).toMatchObject({ ok: false, code: 'move_not_allowed' });
  });

  it('tries a second time only while the route lasts, as a new attempt', () => {
    expect(advance(standing('attempted'), move('tried_again', { routeLasts: true }))).toMatchObject({
      ok: true,
      to: 'on_its_way',
      startsNewAttempt: true,
    });
    expect(advance(standing('attempted'), move('tried_again'))).toMatchObject({ ok: false, code: 'route_over' });
  });

  it('tries a delivered parcel again only after the report "not my door"', () => {
    const delivered = standing('delivered', { how: 'safe_place' });
    expect(advance(delivered, move('tried_again', { routeLasts: true }))).toMatchObject({
      ok: false,
      code: 'not_my_door_report_missing',
    });
    expect(advance(delivered, move('tried_again', { routeLasts: true, notMyDoorReported: true }))).toMatchObject({
      ok: true,
      to: 'on_its_way',
    });
  });

  it('is cancelled before it arrives, never after', () => {
    const may = parcelStates.filter((state) => advance(standing(state), move('cancelled')).ok);
    expect(may).toEqual(['announced', 'at_depot', 'on_its_way']);
  });

  it('is postponed until its route has started, to a named day', () => {
    const may = parcelStates.filter((state) => advance(standing(state), move('postponed', { day: '2026-06-12' })).ok);
    expect(may).toEqual(['announced', 'at_depot']);
    expect(advance(standing('at_depot'), move('postponed'))).toMatchObject({ ok: false, code: 'day_missing' });
  });

  it('is lost or damaged from any state, by staff only', () => {
    for (const state of parcelStates.filter((each) => each !== 'lost')) {
      expect(advance(standing(state), move('lost', { byStaff: true }))).toMatchObject({ ok: true, to: 'lost' });
      expect(advance(standing(state), move('lost'))).toMatchObject({ ok: false, code: 'staff_only' });
    }
  });

  it('never moves in a way the table does not hold', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...parcelStates),
        fc.constantFrom(...parcelEvents),
        fc.constantFrom(...deliveredHows),
        fc.constantFrom(...attemptReasons),
        fc.boolean(),
        (state, event, how, reason, held) => {
          const asked = move(event, { how, reason, routeLasts: held, notMyDoorReported: held, byStaff: held });
          const moved = advance(standing(state), asked);
          const row = parcelMoves.find((each) => each.event === event && each.from.includes(state));
          if (moved.ok) {
            expect(row?.to).toBe(moved.to);
            expect(moved.how !== null).toBe(moved.to === 'delivered');
            expect(moved.attemptReason !== null).toBe(moved.to === 'attempted');
          } else {
            expect(moved.sentence).toBe(moveRefusalSentences[moved.code]);
          }
        },
      ),
    );
  });

  it('has one row at most for a state and an event', () => {
    const keys = parcelMoves.flatMap((row) => row.from.map((from) => `${from} ${row.event}`));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
