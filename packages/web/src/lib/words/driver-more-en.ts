import type { DriverMoreWords } from './driver-more-de.ts';

const ago = (seconds: number) => (seconds < 90 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`);

/** Words of the driver's screens beside the stop itself, in English. */
export const driverMoreEn: DriverMoreWords = {
  title: 'More',
  ago,

  takeOver: {
    title: 'Take over on this phone?',
    lead: 'Another phone is already driving for you. If this one takes over, the other is signed out. What is still waiting there is sent all the same.',
    confirm: 'Take over',
  },
  retired: {
    title: 'Another phone has taken over',
    lead: 'There is nothing left to do here. What was recorded before is still being sent.',
  },

  rightDoor: {
    title: 'Is this the right door?',
    lead: (metres, address) => `The phone is about ${metres} away from ${address}.`,
    yes: 'Yes, right door',
    no: 'No, back',
  },

  wrongDoor: { title: 'Not my door:', back: 'I am back there' },

  position: {
    app: (seconds) => `Position from this phone, ${ago(seconds)}`,
    traccar: (seconds) => `Position from Traccar Client, ${ago(seconds)}`,
    owntracks: (seconds) => `Position from OwnTracks, ${ago(seconds)}`,
    tracker: (seconds) => `Position from another app, ${ago(seconds)}`,
    kept: 'The position is measured, and sent once there is a network.',
    asking: 'Looking for the position.',
    unknown: 'The phone does not know where it is right now. Outdoors this sorts itself out.',
    elsewhere: 'The position comes from another window of this app. Close it, and this one measures.',
    refused: {
      title: 'The phone withholds its position',
      lead: 'Whoever is waiting cannot see the van then. You can still deliver.',
      android: 'Android: tap the symbol before the address, then “Permissions”, and allow location.',
      ios: 'iPhone: open Settings, Apps, Safari, Location, and choose “Allow”.',
      other: 'Allow this page the location in the browser’s settings.',
      again: 'Try again',
    },
    notHere: 'Browsers give the position only to pages with https.',
  },

  outbox: {
    title: 'What is still waiting',
    empty: 'Everything is sent.',
    lead: 'All of it is safe on this phone and goes out by itself once there is a network.',
    pictures: (count) => (count === 1 ? '1 picture' : `${count} pictures`),
    fixes: (count) => (count === 1 ? '1 position' : `${count} positions`),
    sendNow: 'Send now',
  },

  dark: {
    tap: 'Go dark',
    hint: 'You go on delivering. Your position is not stored or shown to anyone until you can be seen again.',
    visible: 'Be seen again',
    note: 'You have gone dark.',
  },

  looks: {
    title: 'Who checked where I was?',
    empty: 'Nobody in the last 30 days.',
    unreachable: 'This appears once there is a network.',
    reasons: {
      missing: 'Parcel not found',
      damaged: 'Parcel damaged',
      wrong_place: 'In the wrong place',
      not_my_door: 'Wrong door',
      other: 'Another reason',
      dispatch: 'to direct the route',
      recipient_asks: 'someone asked about a delivery',
      incident: 'accident or breakdown',
    },
  },

  notice: {
    link: 'What is kept about me',
    title: 'What is kept about you',
    lead: 'Before you set off for the first time. Later you find it under “More”.',
    rows: (hours) => [
      ['Your position', `Only during a started route. Deleted after ${hours} hours, at the latest after ${hours + 6}.`],
      ['Break and going dark', 'No position. Whether and when you took a break is deleted at the end of the shift.'],
      [
        'Deliveries',
        'Time, place and manner of each delivery stay with the shipment. Your name is removed from it after 30 days.',
      ],
      [
        'Photos',
        'Only where something is left and it is allowed. Once sent, you do not see them any more; dispatch never does.',
      ],
      [
        'Who watches',
        'Whoever waits for a parcel sees the van while it is near; never your name, your speed or where you drove before.',
      ],
      ['Reports', 'Only about at least five people together, never about you alone.'],
      ['On this phone', 'Today’s route and what is still to be sent. Pictures are deleted once they have arrived.'],
    ],
    why: 'Purpose: delivering, saying when, proving the delivery. How to ask for access or correction and how to complain is said under Privacy at the end of the page.',
    cost: 'The app measures 450 to 900 times an hour while driving, 180 times standing, and never otherwise.',
    understood: 'Read, continue',
  },

  traccar: {
    link: 'Position from another app',
  },

  map: {
    title: 'Map of the open stops',
    show: 'Show the map',
    none: 'Without a network there is no map here. The list below is right.',
    twoFingers: 'Move the map with two fingers',
    holdCtrl: 'Zoom with Ctrl and the wheel',
    holdCommand: 'Zoom with ⌘ and the wheel',
  },

  update: { ready: 'A new version of this app is here.', take: 'Reload' },
};
