import type { GuestWords } from './guest-de.ts';

/** The same in English. */
export const guestEn: GuestWords = {
  title: 'Follow your delivery',
  askTitle: 'Your postcode',
  askLead: 'So that only you see something here: where is it delivered to?',
  postcode: 'Postcode of the delivery address',
  askSubmit: 'See the delivery',
  refusals: {
    no_such_link:
      'These do not go together, or the link is no longer valid. Check the postcode; after five wrong ones the link opens no more.',
    too_many_tries: 'Those were too many tries. Wait a quarter of an hour.',
  },
  kept: 'If you have an account, you see all your deliveries after signing in.',
  signIn: 'Sign in',
  asOf: (clock) => `As of ${clock}. Without JavaScript this page does not update by itself.`,
  reload: 'Reload',

  codeTitle: 'See all of it, without an account',
  codeLead:
    'With a code you see here what a recipient sees, for a day and in this browser only. We send it to the email address that was given for this delivery with the order.',
  codeAsk: 'Send a code',
  codeSent: 'The code is on its way. It is valid for 10 minutes.',
  codeLabel: 'Code from the email',
  codeHint: '6 digits',
  codeSubmit: 'Check the code',
  codeAgain: 'Send a new code',
  codeProblems: {
    wrong: 'This code is not right. Check the 6 digits; after five wrong tries it is no longer valid.',
    void: 'This code is no longer valid. Have a new one sent.',
    too_often: 'Several codes have been sent for this delivery already. Try again in an hour, or else tomorrow.',
    no_contact:
      'There is no email address known for this delivery that we may send a code to. Please ask where it was ordered.',
  },
  looksTitle: 'Who has looked into this case',
  provedTitle: 'You see what a recipient sees',
  provedLead: 'For a day, this delivery alone, and in this browser only.',
  claimLead: 'You can also take the delivery into your account. There it stays.',
  claim: 'Take it into my account',
  claimSignIn: 'Sign in and take it',
  neighbourLead: 'A neighbour gave you this pass. It shows where the parcel is, and nothing else.',

  passes: {
    title: 'Who may look',
    lead: 'A pass shows a neighbour where this one parcel is and where it can be picked up. No map, no photo, no window, not your name.',
    none: 'Nobody may look yet.',
    name: 'For whom?',
    nameHint: 'For example: the Yıldız family, 2nd floor. Only you see the name.',
    submit: 'Make a pass',
    madeTitle: 'Here is the pass',
    madeLead:
      'Give the link to them yourself. It stands here only this once. The page asks for the postcode of your address.',
    linkLabel: 'Link',
    passFor: (name) => `Pass for ${name}`,
    mailed: 'Link to the email address of the order',
    made: (when) => `since ${when}`,
    revoked: (when) => `revoked: ${when}`,
    revoke: 'Revoke',
    ownLink: 'By the link to the email address you see this page, too. If you revoke it, that ends for you as well.',
    revokedDone: 'Revoked. From now on the link opens nothing.',
    back: 'To the delivery',
    refusals: {
      not_found: 'There is no pass for this delivery any more. Reload the page.',
      confidential: 'There is no pass for this delivery: it is handed over in person only.',
      over: 'This delivery is over. A pass shows nothing more of it.',
      too_many: 'There are 5 passes for this parcel already. Revoke one first.',
      name_empty: 'Write whom the pass is for.',
      name_too_long: 'That is too long. Put it in at most 60 characters.',
    },
  },
};
