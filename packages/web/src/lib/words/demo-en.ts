import type { DemoWords } from './demo-de.ts';

/** Every word of the demo's own pages in English. */
export const demoEn: DemoWords = {
  town: (name, isInvented) =>
    isInvented
      ? `Model town ${name}. Everything here is made up.`
      : `${name}. Streets and houses are real, people and parcels are made up.`,
  title: 'Whose eyes would you like to look through?',
  starting: 'The day is being prepared',
  startingLead: 'The vans will set off in a moment.',

  cards: {
    near: {
      title: 'Recipient',
      lead: 'Waiting for a book. When will it come?',
      leadAfter: 'Got a book. What does it look like at the door?',
      go: 'View as the recipient',
    },
    driver: {
      title: 'At the wheel',
      lead: (stops) => `${stops} stops, one free hand, no network.`,
      go: 'Deliver it yourself',
    },
    driverNoStops: 'One free hand, no network.',
    support: {
      title: 'Customer service',
      lead: 'Finds out what happened to a parcel.',
      go: 'View as customer service',
    },
  },
  stopOf: (stop, stops) => `Stop ${stop} of ${stops}`,
  noTour: 'The route is over',
  handOver: 'Hand over',
  quiet: 'Nothing has happened yet today.',
  trySearch: 'In the demo, for example: LB-2290471 or Johanna.',

  together: 'Best side by side',
  togetherLead: 'Deliver on one phone, see it arrive on the other.',
  togetherGo: 'Open side by side',

  clock: 'Demo clock',
  clockDay: (day) => `Demo clock, ${day}`,
  speed: 'Speed of the demo clock',
  halt: 'Pause',
  times: (speed) => `${speed}×`,
  againTitle: 'Once more',
  again: 'Start the day again',
  againLead: 'The next day begins, and the van is three stops away again.',

  messagesTitle: 'What is sent',
  messagesLead: 'Every email and every notification on a phone, as its reader sees it.',
  messagesGo: 'View messages',

  others: 'More sign-ins',
  people: {
    far: 'Far away',
    photo: 'Delivered with photo',
    gift: 'Gift',
    opted_out: 'Without photo',
    admin: 'Administration',
  },
  tooManyTries: 'That was a lot of sign-ins in a short time. Wait a few minutes.',
  signInFailed: 'This sign-in is not available right now. Start the day again.',

  bar: { label: 'Demo', choose: 'Change view', messages: 'Messages', stands: 'paused' },

  side: {
    title: 'Side by side',
    lead: 'Deliver as soon as the van is at the door. The recipient sees it that very moment.',
    driver: 'At the wheel',
    recipient: 'Recipient',
    beginTitle: 'Open both phones',
    begin: 'In this browser you will be signed in as Johanna Sommerfeld, and a phone will be paired.',
    unpaired: 'This browser is not paired with a route.',
    pair: 'Pair a phone',
    newest: 'Last sent',
    all: 'All messages',
    apart: 'Open alone',
  },

  outbox: {
    title: 'Messages',
    lead: 'Messages appear here the moment they are sent, the newest at the top.',
    earlier: (count) => `From earlier days (${count})`,
    noScript: 'Without JavaScript, reload the page to see what is new.',
    reload: 'Reload',
    empty: 'Nothing has been sent yet. As soon as something happens to a delivery, it is here.',
    mail: 'Email',
    push: 'Notification on the lock screen',
    to: 'To',
    german: 'in German',
    english: 'in English',
    open: 'Open delivery',
    openHint: 'Opens for the person it was sent to.',
  },
};
