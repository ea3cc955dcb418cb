import type { PositionAppsWords } from './position-apps-de.ts';

export const positionAppsEn: PositionAppsWords = {
  title: 'Position from another app',
  lead: 'If you navigate with another app, this page is in the background, where no browser measures. One of these three apps keeps measuring. One is enough.',
  noKeyTitle: 'The key is still missing here',
  noKey:
    'Open the pairing link and choose “Key for another app”. Link and QR code that set the app up are then shown here. Drivers also find both in the driver’s app under “More”.',
  keyHere: 'YOUR-KEY',
  openIn: (app) => `Open in ${app}`,
  qr: (app) => `QR code with the settings for ${app}`,
  byHand: 'Type it in by hand',
  copy: 'Copy the address',
  copied: 'Copied',
  traccar: {
    forWhom:
      'For Android and iPhone, from version 9. Recommended: it also measures while standing, and sends later what could not be sent without a network. Install it first, then tap and confirm.',
    scan: 'On another screen: scan this QR code in the app, under settings.',
    rows: (address, key) => [
      ['Server URL', address],
      ['Device identifier', key],
      ['Accuracy', 'highest'],
      ['Distance', '0'],
      ['Interval', '15 seconds'],
      ['Stop detection', 'off'],
      ['Offline buffering', 'on'],
    ],
  },
  owntracks: {
    forWhom: 'For Android and iPhone. Install it first, then tap and confirm.',
    scan: 'On another screen: scan this QR code with the phone’s camera.',
    rows: (address, key) => [
      ['Mode', 'HTTP'],
      ['URL', address],
      ['Username', 'doorstep'],
      ['Password', key],
      ['Monitoring', 'Move, every 15 seconds'],
      ['Encryption', 'leave it empty: encrypted messages are refused'],
    ],
  },
  osmand: {
    forWhom: 'Android only. Good where OsmAnd navigates anyway. It has no link that fills everything in.',
    steps: [
      'In OsmAnd, under Menu, Plugins, switch “Trip recording” on.',
      'In its settings switch “Online tracking” on and paste this web address.',
      'Choose an interval of 15 seconds.',
      'Start the recording before you set out.',
    ],
  },
  warning: 'Link, QR code and address hold the key. Do not show them to anyone.',
  duty: 'The app measures until you switch it off. What arrives before the route, in a break or afterwards is not kept.',
  cost: 'Every 15 seconds means 240 positions an hour, standing and driving.',
};
