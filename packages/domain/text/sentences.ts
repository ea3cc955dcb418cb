/** Every sentence a recipient reads about a parcel, in German and English, split by topic. */
export * from './case.ts';
export * from './cases.ts';
export * from './dates.ts';
export * from './names.ts';
export * from './reasons.ts';
export * from './status.ts';
export * from './stops-away.ts';
export * from './timeline.ts';
export * from './wishes.ts';
