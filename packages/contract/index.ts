export * from './commands.ts';
export * from './driver-route.ts';
export * from './fixes.ts';
export * from './import-document.ts';
export * from './page-services.ts';
export * from './parcel-view.ts';
export * from './problem.ts';
export * from './values.ts';
