/**
 * What OwnTracks takes from a link (owntracks.org/booklet/features/remoteconfig): its own settings as JSON, in base64. Mode
 * 3 posts over HTTP; monitoring 2, "move", measures by time, standing too. Android reads `moveModeLocatorInterval`,
 * iPhones `locatorInterval`, both in seconds. Orders from the server are switched off: nobody steers the phone from there.
 */
function settings(intake: string, token: string) {
  return {
    _type: 'configuration',
    mode: 3,
    url: intake,
    auth: true,
    username: 'doorstep',
    password: token,
    deviceId: 'van',
    tid: 'dv',
    monitoring: 2,
    moveModeLocatorInterval: 15,
    locatorInterval: 15,
    locatorDisplacement: 1,
    extendedData: true,
    ignoreInaccurateLocations: 100,
    encryptionKey: '',
    cmd: false,
    remoteConfiguration: false,
  };
}

/** For a tap on the phone itself and for its camera: the app's own scheme, so that no server sees the key. */
export function ownTracksLink(intake: string, token: string): string {
  const json = JSON.stringify(settings(intake, token));
  // Blanks up to a whole number of base64's groups: the iPhone's app cuts an address at every "=", padding included.
  const whole = json.padEnd(Math.ceil(json.length / 3) * 3, ' ');
  return `owntracks:///config?inline=${encodeURIComponent(btoa(whole))}`;
}
