/**
 * The driver's app as one file of its own (build-driver-app.ts). The page around it is HTML like every other; there is no
 * router to start, and a phone without a network has one file to take from its cache before the stop stands there.
 */
import { mount } from 'svelte';
import { appElementId, type DriverAppData } from './app-data.ts';
import DriverApp from './DriverApp.svelte';

const element = document.getElementById(appElementId);
const data: unknown = JSON.parse(element?.dataset.app ?? 'null');

if (element !== null && isAppData(data)) {
  element.replaceChildren();
  mount(DriverApp, { target: element, props: { data } });
}

function isAppData(value: unknown): value is DriverAppData {
  return typeof value === 'object' && value !== null && 'language' in value && 'fixRetentionHours' in value;
}
