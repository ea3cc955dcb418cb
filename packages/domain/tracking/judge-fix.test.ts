import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FixRejection, fixRejectionSentences, fixRejections } from './fix-rejections.ts';
import { createFixTrack } from './fix-track.ts';
import { acceptedTimes, candidate, circumstances, fixId, judgeAll, northAt } from './fixes.testdata.ts';
import { type FixCandidate, type FixCircumstances, judgeAndRemember, rememberStored } from './judge-fix.ts';
import { startsAt } from './route.testdata.ts';

const newest = { accepted: true, newest: true };
const late = { accepted: true, newest: false };
const rejectedFor = (reason: FixRejection) => ({ accepted: false, reason });

describe('a single fix', () => {
  const judged = (change: Partial<FixCandidate>, around: Partial<FixCircumstances> = {}) =>
    judgeAndRemember(createFixTrack(1), candidate(change), circumstances(around));

  it.each<[string, Partial<FixCandidate>, Partial<FixCircumstances>, FixRejection]>([
    ['without a latitude', { lat: null }, {}, 'no_coordinates'],
    ['without a longitude', { lon: null }, {}, 'no_coordinates'],
    ['at 91 degrees north', { lat: 91 }, {}, 'out_of_range'],
    ['at 180.1 degrees west', { lon: -180.1 }, {}, 'out_of_range'],
    ['at 0, 0', { lat: 0, lon: 0 }, {}, 'null_island'],
    ['more than 60 s in the future', { fixedAt: startsAt + 60_001 }, { receivedAt: startsAt }, 'in_the_future'],
    ['on a route not started', {}, { startedAt: null }, 'route_not_started'],
    ['from before the start', { fixedAt: startsAt - 1 }, {}, 'route_not_started'],
    ['from after the end', { fixedAt: startsAt + 2 }, { finishedAt: startsAt + 1 }, 'route_over'],
    ['worse than 100 m', { accuracyMetres: 100.1 }, {}, 'inaccurate'],
    ['in a break that is over', {}, { pauses: [{ fromAt: startsAt, untilAt: startsAt + 1 }] }, 'on_break'],
    ['in a break that lasts', {}, { pauses: [{ fromAt: startsAt, untilAt: null }] }, 'on_break'],
    ['older than the retention', {}, { retentionMillis: 3_600_000 }, 'too_old'],
  ])('%s is rejected with its reason', (_, change, around, reason) => {
    expect(judged(change, around)).toEqual(rejectedFor(reason));
  });

  it.each<[string, Partial<FixCandidate>, Partial<FixCircumstances>]>([
    ['60 s in the future', { fixedAt: startsAt + 60_000 }, { receivedAt: startsAt }],
    ['at the instant of the end', {}, { finishedAt: startsAt }],
    ['as bad as 100 m', { accuracyMetres: 100 }, {}],
    ['of unknown accuracy', { accuracyMetres: null }, {}],
    ['when a break just ended', {}, { pauses: [{ fromAt: startsAt - 1, untilAt: startsAt }] }],
    ['on the equator', { lat: 0 }, {}],
    ['reported as mocked', { mocked: true }, {}],
  ])('%s is accepted', (_, change, around) => {
    expect(judged(change, around)).toEqual(newest);
  });

  it('that is rejected in a break leaves no place behind', () => {
    const track = createFixTrack(1);
    judgeAndRemember(track, candidate(), circumstances({ pauses: [{ fromAt: startsAt, untilAt: null }] }));
    expect([track.count, track.outlier]).toEqual([0, null]);
  });

  it('has a sentence for each rejection in both languages', () => {
    for (const reason of fixRejections) {
      expect(fixRejectionSentences[reason].de).toMatch(/\.$/);
      expect(fixRejectionSentences[reason].en).toMatch(/\.$/);
    }
  });
});

describe('a fix among others', () => {
  it('is stored but not broadcast where a newer one is there', () => {
    expect(judgeAll([northAt(10, 0), northAt(5, 0), northAt(20, 0)]).verdicts).toEqual([newest, late, newest]);
  });

  it('is rejected where another id is there for the same instant', () => {
    const { verdicts } = judgeAll([northAt(10, 0), northAt(10, 0, { id: fixId(1) })]);
    expect(verdicts[1]).toEqual(rejectedFor('same_instant'));
  });

  it('gets its first answer when it comes again, even with other content', () => {
    const { track, verdicts } = judgeAll([northAt(10, 0, { id: fixId(1) }), northAt(20, 50, { id: fixId(1) })]);
    expect(verdicts[1]).toEqual({ duplicate: true, first: newest });
    expect(acceptedTimes(track)).toEqual([startsAt + 10_000]);
  });
});

describe('implied speed', () => {
  it('may be 200 km/h after both accuracies are taken off the distance', () => {
    const metresIn10Seconds = (200 / 3.6) * 10;
    const exact = (metres: number) => judgeAll([northAt(0, 0), northAt(10, metres)]).verdicts[1];
    expect(exact(metresIn10Seconds + 9)).toEqual(newest);
    expect(exact(metresIn10Seconds + 11)).toEqual(rejectedFor('implausible_speed'));
  });

  it.each([null, 0, -1])('reckons with 30 m where a phone gives %s as its accuracy', (accuracyMetres) => {
    const second = (metres: number) => judgeAll([northAt(0, 0), northAt(1, metres, { accuracyMetres })]).verdicts[1];
    expect(second(200 / 3.6 + 34)).toEqual(newest);
    expect(second(200 / 3.6 + 36)).toEqual(rejectedFor('implausible_speed'));
  });

  it('of a late fix is reckoned from the accepted one before it in time', () => {
    const { verdicts } = judgeAll([northAt(0, 0), northAt(100, 2_000), northAt(1, 20), northAt(2, 2_000)]);
    expect(verdicts).toEqual([newest, newest, late, rejectedFor('implausible_speed')]);
  });

  it('re-anchors on the second of two rejected in a row that agree with each other', () => {
    const { verdicts } = judgeAll([northAt(0, 0), northAt(1, 5_000), northAt(2, 5_010), northAt(3, 5_020)]);
    expect(verdicts).toEqual([newest, rejectedFor('implausible_speed'), newest, newest]);
  });

  it('does not re-anchor where the two disagree, or a good fix lies between them', () => {
    const implausible = rejectedFor('implausible_speed');
    const disagree = judgeAll([northAt(0, 0), northAt(1, 5_000), northAt(2, 9_000)]);
    expect(disagree.verdicts).toEqual([newest, implausible, implausible]);
    const between = judgeAll([northAt(0, 0), northAt(1, 5_000), northAt(2, 10), northAt(3, 5_010)]);
    expect(between.verdicts).toEqual([newest, implausible, newest, implausible]);
  });
});

describe('a track rebuilt after a restart', () => {
  it('answers as the one before', () => {
    const fixes = [northAt(20, 100), northAt(0, 0), northAt(10, 50), northAt(11, 9_000)];
    const { track, verdicts } = judgeAll(fixes);
    const rebuilt = createFixTrack(1);
    fixes.forEach((fix, place) => {
      const answer = verdicts[place];
      if (answer === undefined || 'duplicate' in answer) throw new Error('each id came once');
      const { lat, lon } = fix;
      rememberStored(rebuilt, fix.id, answer, lat === null || lon === null ? null : { ...fix, lat, lon });
    });
    expect(acceptedTimes(rebuilt)).toEqual(acceptedTimes(track));
    for (const [place, fix] of fixes.entries()) {
      expect(judgeAndRemember(rebuilt, fix, circumstances())).toEqual({ duplicate: true, first: verdicts[place] });
    }
  });
});

describe('any fixes in any order', () => {
  const anyFix = fc
    .record({
      seconds: fc.integer({ min: -5, max: 300 }),
      metres: fc.integer({ min: 0, max: 20_000 }),
      id: fc.nat(200),
    })
    .map(({ seconds, metres, id }) => northAt(seconds, metres, { id: fixId(id) }));

  it('are kept in the order of their times, each instant once, and each id has one answer', () => {
    fc.assert(
      fc.property(fc.array(anyFix, { maxLength: 150 }), (fixes) => {
        const { track, verdicts } = judgeAll(fixes);
        const times = acceptedTimes(track);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        expect(times).toHaveLength(verdicts.filter((each) => 'accepted' in each && each.accepted).length);
        for (const fix of fixes) {
          const first = verdicts[fixes.findIndex((each) => each.id === fix.id)];
          expect(judgeAndRemember(track, fix, circumstances())).toEqual({ duplicate: true, first });
        }
        expect(acceptedTimes(track)).toEqual(times);
      }),
    );
  });

  it('of a plausible drive are all accepted, whatever the order of their arrival', () => {
    const metresPerSecond = fc.double({ min: -40, max: 40, noNaN: true });
    const drive = fc.array(metresPerSecond, { minLength: 1, maxLength: 120 }).map((speeds) => {
      let metres = 0;
      return speeds.map((speed, second) => {
        metres += speed;
        return northAt(second, metres);
      });
    });
    const shuffled = drive.chain((fixes) =>
      fc.shuffledSubarray(fixes, { minLength: fixes.length, maxLength: fixes.length }),
    );
    fc.assert(
      fc.property(shuffled, (fixes) => {
        const { track, verdicts } = judgeAll(fixes);
        expect(acceptedTimes(track)).toEqual(fixes.map((fix) => fix.fixedAt).sort((a, b) => a - b));
        let newestSoFar = Number.NEGATIVE_INFINITY;
        verdicts.forEach((verdict, place) => {
          const at = fixes[place]?.fixedAt ?? 0;
          expect(verdict).toEqual(at > newestSoFar ? newest : late);
          newestSoFar = Math.max(newestSoFar, at);
        });
      }),
    );
  });
});
