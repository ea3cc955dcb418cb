import { describe, expect, it } from 'vitest';
import { type PhotoSettings, photoSettingsInForce } from './photo-settings.ts';

const nothing: PhotoSettings = {
  photos: null,
  share: null,
  thirdParty: null,
  mandatory: null,
  leaveWithoutPermission: null,
  retentionDays: null,
  purpose: null,
};
const parcel = { draw: 0.4, regionHasPhotos: true, leaveWithoutPermission: false };
const inForce = (levels: Parameters<typeof photoSettingsInForce>[0], change: Partial<typeof parcel> = {}) =>
  photoSettingsInForce(levels, { ...parcel, ...change });

describe('the settings of photos', () => {
  it('are on, of every delivery, not at a neighbour’s and no must, where nobody says anything', () => {
    expect(inForce({})).toEqual({
      photosOn: true,
      inSample: true,
      photosAtThirdPartyHandOver: false,
      mandatory: false,
      permissionNotNeeded: false,
      merchantTerm: null,
    });
    expect(photoSettingsInForce({}, { ...parcel, regionHasPhotos: null }).photosOn).toBe(false);
  });

  it('can only take away below: one off is off, and the smallest share counts', () => {
    const off = { ...nothing, photos: false };
    const on = { ...nothing, photos: true };
    expect(inForce({ instance: off, merchant: on }).photosOn).toBe(false);
    expect(inForce({ region: off, merchant: on }).photosOn).toBe(false);
    const share = (share: number) => ({ ...nothing, share });
    expect(inForce({ instance: share(0.4), merchant: share(1) }).inSample).toBe(false);
    expect(inForce({ instance: share(0.41), merchant: share(1) }).inSample).toBe(true);
    expect(inForce({ region: share(0) }, { draw: 0 }).inSample).toBe(false);
  });

  it('let a neighbour’s door be photographed only where the instance allows it and nobody below forbids it', () => {
    const yes = { ...nothing, thirdParty: true };
    expect(inForce({ region: yes, merchant: yes }).photosAtThirdPartyHandOver).toBe(false);
    expect(inForce({ instance: yes }).photosAtThirdPartyHandOver).toBe(true);
    expect(inForce({ instance: yes, merchant: { ...nothing, thirdParty: false } }).photosAtThirdPartyHandOver).toBe(
      false,
    );
  });

  it('take permission to leave from the country, and a merchant may only ask for more', () => {
    const may = { ...nothing, leaveWithoutPermission: true };
    const mayNot = { ...nothing, leaveWithoutPermission: false };
    expect(inForce({ region: may }).permissionNotNeeded).toBe(true);
    expect(inForce({ region: mayNot }, { leaveWithoutPermission: true }).permissionNotNeeded).toBe(false);
    expect(inForce({ region: may, merchant: mayNot }).permissionNotNeeded).toBe(false);
    expect(inForce({ merchant: may }).permissionNotNeeded).toBe(false);
  });
});
