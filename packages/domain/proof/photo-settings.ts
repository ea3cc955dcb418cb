/** What one level says about photos; null: nothing. */
export interface PhotoSettings {
  readonly photos: boolean | null;
  /** Of all deliveries, from 0 to 1. */
  readonly share: number | null;
  /** Photos also where it is handed to a neighbour or to reception. */
  readonly thirdParty: boolean | null;
  readonly mandatory: boolean | null;
  readonly leaveWithoutPermission: boolean | null;
  /** A merchant's own term, with its purpose. */
  readonly retentionDays: number | null;
  readonly purpose: string | null;
}

export const photoSettingLevels = ['instance', 'region', 'merchant'] as const;
export type PhotoSettingLevel = (typeof photoSettingLevels)[number];
export type PhotoSettingsByLevel = Readonly<Partial<Record<PhotoSettingLevel, PhotoSettings>>>;

export interface PhotoSettingsInForce {
  readonly photosOn: boolean;
  readonly inSample: boolean;
  readonly photosAtThirdPartyHandOver: boolean;
  readonly mandatory: boolean;
  readonly permissionNotNeeded: boolean;
  readonly merchantTerm: { readonly days: number; readonly purpose: string } | null;
}

/**
 * Instance, region, merchant put together. Of what shows more, a narrower level may only take away: photos are on where no
 * level says off, the smallest share counts, and photos at a neighbour's are for the instance to switch on. Whether a
 * photo is a must, the narrowest says. Whether permission is needed is a matter of the country: the region's word counts
 * before the instance's, and a merchant may only ask for more.
 */
export function photoSettingsInForce(
  levels: PhotoSettingsByLevel,
  parcel: {
    /** From 0 to 1, drawn once for each parcel. */
    readonly draw: number;
    /** The region that the address lies in has photos on; null: it lies in none. */
    readonly regionHasPhotos: boolean | null;
    /** The instance's own setting, where no region says otherwise. */
    readonly leaveWithoutPermission: boolean;
  },
): PhotoSettingsInForce {
  const { instance, region, merchant } = levels;
  const each = [instance, region, merchant].filter((level) => level !== undefined);
  const share = Math.min(1, ...each.map((level) => level.share ?? 1));
  const says = (level: PhotoSettings | undefined, of: 'mandatory' | 'leaveWithoutPermission') => level?.[of] ?? null;
  return {
    photosOn: parcel.regionHasPhotos === true && each.every((level) => level.photos !== false),
    inSample: parcel.draw < share,
    photosAtThirdPartyHandOver: instance?.thirdParty === true && each.every((level) => level.thirdParty !== false),
    mandatory: says(merchant, 'mandatory') ?? says(region, 'mandatory') ?? says(instance, 'mandatory') ?? false,
    permissionNotNeeded:
      (says(region, 'leaveWithoutPermission') ?? parcel.leaveWithoutPermission) &&
      says(merchant, 'leaveWithoutPermission') !== false,
    merchantTerm:
      merchant && merchant.retentionDays !== null && merchant.purpose !== null
        ? { days: merchant.retentionDays, purpose: merchant.purpose }
        : null,
  };
}
