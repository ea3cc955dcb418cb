import type { PageSession } from './page-session.ts';

/**
 * What the privacy officer and administrators may know and decide about photos: rules, logs and retention, never a picture.
 * Every method answers null to everybody else.
 */
export interface PhotoOffice {
  report(session: PageSession): Promise<PhotoReport | null>;
  settings(session: PageSession): Promise<readonly PhotoScope[] | null>;
  /** For administrators alone. */
  setSettings(session: PageSession, wish: PhotoSettingsWish): Promise<'saved' | PhotoSettingsRefusal | null>;
}

export interface PhotoReport {
  /** What is held: how many under which rule, how old the oldest is, and when the next one ends. */
  readonly held: readonly {
    readonly rule: string;
    readonly photos: number;
    readonly oldestTakenAt: string;
    readonly nextEndsAt: string | null;
  }[];
  /** What was deleted, by rule, in all and in the last 30 days; how many of them still have bytes to be tidied away. */
  readonly deleted: readonly {
    readonly because: string;
    readonly photos: number;
    readonly lately: number;
    readonly bytesLeft: number;
  }[];
  /** Newest first. `name` is the privacy officer's to see, for a year. */
  readonly looks: readonly {
    readonly id: string;
    readonly at: string;
    readonly parcelNumber: string;
    readonly reason: 'missing' | 'damaged' | 'wrong_place' | 'other';
    readonly name: string | null;
    readonly note: string | null;
  }[];
  /** Cases read and parcels seen in a search, newest first. */
  readonly caseLooks: readonly {
    readonly id: string;
    readonly at: string;
    readonly parcelNumber: string;
    readonly reason: 'search' | 'report' | 'dispute' | 'no_report';
    readonly name: string | null;
  }[];
  readonly namesShown: boolean;
}

export type PhotoSettingLevel = 'instance' | 'region' | 'merchant';

export interface PhotoScope {
  readonly level: PhotoSettingLevel;
  readonly id: string;
  readonly name: string;
  readonly photos: boolean | null;
  readonly sharePercent: number | null;
  readonly thirdParty: boolean | null;
  readonly mandatory: boolean | null;
  readonly leaveWithoutPermission: boolean | null;
  readonly retentionDays: number | null;
  readonly purpose: string | null;
}

export type PhotoSettingsWish = Omit<PhotoScope, 'name'>;
export type PhotoSettingsRefusal = 'scope_unknown' | 'share_wrong' | 'days_wrong' | 'purpose_missing';
