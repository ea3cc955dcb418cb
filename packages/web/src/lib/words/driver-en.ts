import type { DriverWords } from './driver-de.ts';
import { driverMoreEn } from './driver-more-en.ts';

const parcels = (count: number) => (count === 1 ? '1 parcel' : `${count} parcels`);
const actions = (count: number) => (count === 1 ? '1 action' : `${count} actions`);
const pictures = (count: number) => (count === 1 ? '1 picture' : `${count} pictures`);

/** Every word of the driver's page in English. */
export const driverEn: DriverWords = {
  more: driverMoreEn,
  title: 'Route',
  opening: 'Loading the route.',
  noScript: 'This page needs JavaScript: what you tap is kept on the phone before it is sent.',
  back: 'Back',
  parcels,
  stops: (count) => (count === 1 ? '1 stop' : `${count} stops`),

  unpaired: {
    title: 'This phone is not paired yet',
    lead: 'Open the link or the QR code that your dispatcher gave you.',
  },
  revoked: {
    title: 'This phone has been signed out',
    lead: 'Ask for a new link and open it on this phone.',
    kept: 'What has not been sent stays here and goes out after that.',
  },
  noStorage: {
    title: 'This browser keeps nothing',
    lead: 'A delivery could get lost. Open the page in a normal window, not in private mode.',
  },
  pairingProblems: {
    refused: 'This link is no longer valid. It works only once. Ask for a new one.',
    offline: 'No connection to the server. Reload this page once you have a network.',
    not_kept: 'The browser could not keep the key. Do not open the link in private mode.',
    other_phone: 'Another phone already drives for you.',
    still_waiting: 'Something from before still waits on this phone. Reload this page once it has been sent.',
  },
  noAnswer: {
    title: 'No connection yet',
    lead: 'The route appears here as soon as the server answers. There is nothing you need to do.',
  },
  noRoute: {
    title: 'No route today',
    lead: 'As soon as one is assigned to you it appears here by itself.',
  },

  outbox: {
    allSent: 'Everything sent',
    keeping: 'Being saved',
    reading: 'Checking',
    waiting: (commands, photos) => {
      const parts = [commands > 0 ? actions(commands) : '', photos > 0 ? pictures(photos) : ''].filter(Boolean);
      return `${parts.join(', ')} waiting`;
    },
    offline: 'No network. Saved here.',
    offlineNothing: 'No network. Carry on.',
    sending: 'Being sent.',
    heldUp: 'Not sent yet.',
    notKept: {
      not_kept: 'That could not be kept; the phone’s storage is probably full. Make some room and tap again.',
      without_photo:
        'Kept, but without the photo: the phone’s storage is full. Delete something, then pictures fit again.',
      full_photo_dropped:
        'Kept. An earlier photo stays in its small size only: the phone’s storage is full. Delete something.',
    },
    tight: 'The phone’s storage is almost full. Delete something while everything still fits.',
    open: 'View',
    storageFails:
      'The phone is not giving out what is still to be sent. It keeps trying by itself. If this stays, reload this page.',
    others: 'Something by another person has not been sent from this phone. It goes out once they pair it again.',
  },
  refused: {
    title: 'Not accepted',
    noReason: 'The server gave no reason.',
    photo: 'A picture',
    dismiss: 'Understood',
    commands: {
      start_route: 'Start the route',
      arrive: 'Arrived',
      deliver: 'Delivered',
      attempt: 'Not delivered',
      undo: 'Undo',
      next_stop: 'I go here next',
      take_break: 'Break',
      go_dark: 'Go dark',
      resume: 'Go on',
      finish_route: 'Finish the route',
    },
  },

  planned: {
    title: 'Your route today',
    from: (depot, time) => `from ${depot}, planned for ${time}`,
    start: 'Start the route',
  },
  postponed: {
    title: 'Stays at the depot',
    lead: '“Not today” was chosen here.',
    comes: (day) => `comes on ${day}`,
  },
  finished: {
    title: 'The route is finished',
    lead: 'Have a safe trip home.',
  },
  allDone: {
    title: 'All stops done',
    finish: 'Finish the route',
  },
  pause: {
    break: 'Break',
    lead: 'No position is stored or shown to anyone.',
    darkTitle: 'Gone dark',
    resume: 'Go on',
  },

  position: {
    demo: 'The position comes from the van.',
  },
  watching: {
    none: 'Nobody is watching right now',
    few: 'A few are watching right now',
    many: 'Many are watching right now',
  },
  otherPhone: 'A second phone is out on this route.',

  gone: 'This stop has changed in the meantime. Nothing was recorded.',
  stop: {
    count: 'Stop',
    of: (total) => `of ${total}`,
    bell: 'Bell',
    safePlace: (place) => `May be left: ${place}`,
    mayBeLeft: 'May be left',
    mailbox: 'Into the mailbox',
    locker: (name) => `Into the locker: ${name}`,
    standingNote: (note) => `Note: ${note}`,
    others: (count) => (count === 1 ? 'Then 1 other name here' : `Then ${count} other names here`),
    numberEnds: (number) => `… ${number}`,
    leftWithPhoto: 'Left, with photo',
    left: 'Left here',
    handed: 'Handed over',
    otherEnds: 'Something else',
    navigate: 'Navigation',
    arrivedHint: 'You are there.',
    arrive: 'Arrived',
    arrived: 'Arrived',
    vanComes: 'The van is nearly here',
    more: 'More',
    notDelivered: 'Not delivered',
    pause: 'Break',
    list: 'Stops',
  },
  ends: {
    title: (count) => (count === 1 ? 'Where does the parcel go?' : `Where do the ${count} parcels go?`),
    recipient: (name) => `To ${name}`,
    household: 'To someone in the household',
    neighbour: 'To a neighbour',
    otherNeighbour: 'To another neighbour',
    already: 'Already done differently',
    wishedOtherwise: 'Something else was asked for.',
    alreadyLead: 'Choose what has already happened.',
    reception: 'At reception',
    mailbox: 'Into the mailbox',
    locker: 'Into the locker',
    leftAt: (place) => `Left: ${place}`,
    undoHint: 'You can undo each choice for 60 seconds.',
  },
  neighbour: {
    title: 'Who accepted it?',
    label: 'Name on the bell',
    hint: 'Only the recipient sees the name.',
    missing: 'Enter the name.',
    done: 'Done',
    toPhoto: 'On to the photo',
  },
  reasons: {
    title: 'Why not delivered?',
    each: {
      nobody_home: 'Nobody home',
      no_access: 'No access',
      refused: 'Refused',
      address_wrong: 'Wrong address',
      no_permission: 'May not be left',
      damaged: 'Parcel damaged',
      out_of_time: 'Out of time',
    },
  },
  camera: {
    title: 'Photo',
    must: 'A photo is required here.',
    shutter: 'Take the picture',
    opening: 'Opening the camera.',
    none: 'This page cannot reach the camera. Allow it in the browser’s settings. The delivery works without a photo too.',
    tryAgain: 'Try again',
    choose: 'Choose a picture',
    demoFile: 'In the demo a picture from this device will do.',
    flaws: {
      too_dark: 'The picture is very dark. Can the parcel be made out?',
      blurred: 'The picture is blurred. Can the parcel be made out?',
      empty: 'Nothing can be made out in the picture. Is the lens clear?',
    },
    useAnyway: 'Use it',
    without: 'No photo',
    unreadable: 'That picture cannot be read. JPEG, PNG and WebP are accepted. The delivery is not affected.',
    working: 'Preparing the picture.',
    preview: 'The picture taken',
    done: 'Done',
    again: 'Take it again',
  },
  done: {
    how: {
      recipient: 'handed over',
      household: 'handed to the household',
      neighbour: 'left with a neighbour',
      reception: 'left at reception',
      safe_place: 'left at the place',
      mailbox: 'in the mailbox',
      locker: 'in the locker',
    },
    attempted: (reason) => `not delivered: ${reason}`,
    withPhoto: 'with photo',
    undo: (seconds) => `Undo ${seconds} s`,
  },
  list: {
    title: 'All stops',
    remaining: (count) => (count === 1 ? '1 stop left' : `${count} stops left`),
    here: 'Go here next',
    hereAt: (address) => `Go here next: ${address}`,
    isNext: 'Next',
    finish: 'Finish the route',
  },
  finish: {
    title: 'Finish the route now?',
    lead: (open) =>
      open === 1
        ? '1 stop is open. It then counts as not delivered: out of time.'
        : `${open} stops are open. They then count as not delivered: out of time.`,
    confirm: 'Finish the route',
  },
};
