/**
 * What Traccar Client 9 and newer reads from a link or QR code: its own settings as parameters. `highest` with distance 0
 * measures by time, and without stop detection it goes on while the van stands: every 15 s, so that one that comes late
 * still keeps to 25 s. (With stop detection it would fall silent for a minute or more, and the van be called delayed.)
 */
const settings = {
  accuracy: 'highest',
  distance: '0',
  interval: '15',
  fastest_interval: '10',
  angle: '30',
  heartbeat: '60',
  stop_detection: 'false',
  buffer: 'true',
  wakelock: 'true',
} as const;

/** For a tap on the phone itself: the app's own scheme, so that no browser opens it and no server sees it. */
export function traccarAppLink(intake: string, token: string): string {
  return `org.traccar.client://config?${new URLSearchParams({ url: intake, id: token, ...settings, service: 'true' })}`;
}

/** For its QR reader: the form that every version since 9 knows, the server's address with the settings behind it. */
export function traccarQrLink(intake: string, token: string): string {
  return `${intake}?${new URLSearchParams({ id: token, ...settings, service: 'true' })}`;
}
