import type { BaseMap, PageLanguage } from '@doorstep/contract/page-services.ts';

/** What the server tells the app with its page: nothing of the driver, for the page is kept on the phone. */
export interface DriverAppData {
  readonly language: PageLanguage;
  readonly isDemo: boolean;
  readonly baseMap: BaseMap | null;
  readonly fixRetentionHours: number;
}

/** The element that the app takes over, and the attribute on it that holds its data. */
export const appElementId = 'driver-app';
