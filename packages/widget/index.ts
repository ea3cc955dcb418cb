export { parcelCss } from './parcel-css.ts';
export { type ParcelRendering, renderParcel } from './render.ts';
export { tokensCss } from './tokens.ts';
