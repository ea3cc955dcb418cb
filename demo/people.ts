import type { DemoPerson } from '../packages/contract/index.ts';

/** Everybody here is invented. The mail domain is reserved for examples (RFC 2606). */
export interface Person {
  readonly who: DemoPerson;
  readonly name: string;
  readonly email: string;
  readonly role: 'recipient' | 'support' | 'dispatcher' | 'administrator';
}

const at = (local: string) => `${local}@lindach.example`;

/** The recipient whose order list shows everything once, and whose van is three stops away. */
export const johanna = { name: 'Johanna Sommerfeld', email: at('johanna.sommerfeld'), role: 'recipient' } as const;
/** Her brother, who sends her a gift. */
export const anton = { name: 'Anton Sommerfeld', email: at('anton.sommerfeld'), role: 'recipient' } as const;
/** At the other end of town: still too many stops away for the map. */
export const theo = { name: 'Theo Birkner', email: at('theo.birkner'), role: 'recipient' } as const;
/** Wants no pictures of her door. */
export const margarete = { name: 'Margarete Quandt', email: at('margarete.quandt'), role: 'recipient' } as const;

/** One account may stand for several entries of the list that the demo prints. */
export const people: readonly Person[] = [
  { who: 'near', ...johanna },
  { who: 'far', ...theo },
  { who: 'photo', ...johanna },
  { who: 'gift', ...anton },
  { who: 'opted_out', ...margarete },
  { who: 'support', name: 'Kundenservice', email: at('kundenservice'), role: 'support' },
  { who: 'dispatch', name: 'Disposition', email: at('disposition'), role: 'dispatcher' },
  { who: 'admin', name: 'Verwaltung', email: at('verwaltung'), role: 'administrator' },
];

export const ownFleet = 'Kranich Express';
/** Drives the near van, today and on all days before. */
export const nearDriver = 'Mehmet Aydın';
export const safePlace = 'Carport';
/** What Johanna said once for all of her parcels: in her settings, and on the driver's screen at her door. */
export const lastingWish = {
  place: safePlace,
  note: 'Die Klingel ist leise, bitte klopfen.',
  wish: 'neighbour',
  neighbour: { name: 'Familie Adler' },
} as const;
