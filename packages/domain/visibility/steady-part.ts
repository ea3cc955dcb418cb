import type { ParcelFacts, ParcelViewer } from './facts.ts';
import type { GateRow } from './rules.ts';
import type { VisibilitySettings } from './settings.ts';
import type { ToldOfStop } from './status-view.ts';
import type { UnmintedParcelView } from './views.ts';

/** What a view tells that no fix changes while the parcel is under way. */
export type SteadyPart = Pick<UnmintedParcelView, 'status' | 'carrier' | 'photo' | 'photoLooks' | 'timeline'>;

/** All that it rests on then. The clock is not among it: what it changes is told of parcels that have arrived. */
interface RestsOn {
  readonly viewer: ParcelViewer;
  readonly parcel: ParcelFacts;
  readonly settings: VisibilitySettings;
  readonly gate: GateRow;
  readonly told: ToldOfStop;
}

/**
 * Made anew where anything differs that it rests on, else the very same as for the fix before. It is the door's own
 * answer to the same question, kept, and nothing that anybody else decides.
 */
export function keptWhileUnderWay(restsOn: RestsOn, make: () => SteadyPart): SteadyPart {
  const known = keptOf.get(restsOn.parcel);
  if (known !== undefined && restOnTheSame(known.restsOn, restsOn)) return known.part;
  const part = make();
  keptOf.set(restsOn.parcel, { restsOn, part });
  return part;
}
const keptOf = new WeakMap<ParcelFacts, { readonly restsOn: RestsOn; readonly part: SteadyPart }>();

function restOnTheSame(a: RestsOn, b: RestsOn): boolean {
  return (
    a.viewer === b.viewer &&
    a.settings === b.settings &&
    a.gate === b.gate &&
    a.told.vanIsHere === b.told.vanIsHere &&
    a.told.arrivingSince === b.told.arrivingSince
  );
}
