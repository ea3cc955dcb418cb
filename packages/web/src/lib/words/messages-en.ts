import type { MessagesWords } from './messages-de.ts';

/** What is said about messages: on which way, when, and how to hear no more, in English. */
export const messagesEn: MessagesWords = {
  title: 'Messages',
  lead: 'What would you like to hear about, and how? Your choice applies at once, also to messages still waiting. Emails about your account, such as the one to confirm your address, always come.',
  channels: {
    mail: { label: 'By email', says: 'To the address of your account.', short: 'Email' },
    push: {
      label: 'By push',
      says: 'In every browser where you switch push on. Never with the place on a lock screen.',
      short: 'Push',
    },
  },
  eachTitle: 'Choose one by one',
  eachLead: 'Applies to the ways switched on above.',
  events: {
    out_for_delivery: 'A parcel is on its way',
    map_available: 'The map with the van opens',
    next_stop: 'You are next',
    arrival_changed: 'It is coming later than promised',
    delivered: 'It was delivered',
    photo_ready: 'The delivery photo is there',
    attempted: 'It could not be delivered',
    delivery_corrected: 'A message was a mistake',
    drop_off_confirmed: 'Your safe place has been noted',
    day_changed: 'Someone who receives it with you changed the day',
    returned: 'Your gift is coming back',
    lost: 'Your gift is lost or damaged',
    photo_viewed_by_staff: 'Customer service looked at your photo',
    photo_deleted: 'Your photo was deleted',
  },
  quietTitle: 'Quiet hours',
  quietLead:
    'During these hours, by the clock at your address, messages wait until they are over. What is out of date by then is dropped. Only the news that a parcel was delivered comes at once.',
  quietOn: 'Keep quiet hours',
  quietFrom: 'From',
  quietTo: 'Until',
  submit: 'Save this choice',
  photoInMail: {
    label: 'Photo in emails',
    says: 'The “Delivered” email brings a small copy of the photo. An email cannot be called back: the photo stays there even if you delete it here.',
    submit: 'Save this choice',
  },
  browser: {
    title: 'Push in this browser',
    askLead: 'This browser will then tell you when there is news.',
    offerTitle: 'Know when it arrives',
    offerLead:
      'This browser tells you when there is news of your parcel, for example once it has been delivered. You need not keep the page open.',
    turnOn: 'Switch push on',
    later: 'Not now',
    isOn: 'This browser tells you when there is news.',
    turnOff: 'Switch off in this browser',
    denied: 'Your browser does not allow messages from this site. You can change that in its settings for this site.',
    homeScreen:
      'On iPhone and iPad this works from the home screen only: tap “Share” below, then “Add to Home Screen”, and open the page from there.',
    failed: 'That did not work. Try again later.',
    elsewhere: (browsers) => (browsers === 1 ? 'Switched on in 1 browser.' : `Switched on in ${browsers} browsers.`),
    needsScript: 'It can only be switched on with JavaScript.',
  },
  unsubscribe: {
    title: 'No more emails about deliveries?',
    lead: 'One tap ends the emails about deliveries. Push and these pages stay as they are.',
    guestLead:
      'One tap ends the emails with a link to your delivery, also for later deliveries to this address. A code still comes when you ask for one.',
    guestDoneLead: 'We send no more links to deliveries to this address.',
    submit: 'Switch emails off',
    doneTitle: 'Emails are switched off',
    doneLead: 'You can switch them on again in the settings at any time.',
    toSettings: 'To the settings',
    invalidTitle: 'This link is not valid',
    invalidLead: 'Is all of it in the address bar? Otherwise switch emails off in the settings.',
  },
};
