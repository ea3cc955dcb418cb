import { DoorstepParcel } from './element.ts';

// A page may load the bundle twice, once by itself and once by a shop's template.
if (customElements.get('doorstep-parcel') === undefined) customElements.define('doorstep-parcel', DoorstepParcel);
