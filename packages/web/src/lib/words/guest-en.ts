import type { GuestWords } from './guest-de.ts';

/** The same in English. */
export const guestEn: GuestWords = {
  title: 'Follow your delivery',
  askTitle: 'Your postcode',
  askLead: 'So that only you can see this: where is the delivery going?',
  postcode: 'Postcode of the delivery address',
  askSubmit: 'View delivery',
  refusals: {
    no_such_link:
      'These do not match, or the link is no longer valid. Check the postcode; after five wrong ones the link stops working.',
    too_many_tries: 'Those were too many tries. Wait a quarter of an hour.',
  },
  kept: 'If you have an account, you see all your deliveries after signing in.',
  signIn: 'Sign in',
  asOf: (clock) => `As of ${clock}. Without JavaScript this page does not update by itself.`,
  reload: 'Reload',

  codeTitle: 'See everything, without an account',
  codeLead:
    'With a code you see here what a recipient sees, for one day and in this browser only. We send it to the email address given for this delivery when it was ordered.',
  codeAsk: 'Send a code',
  codeSent: 'The code is on its way. It is valid for 10 minutes.',
  codeLabel: 'Code from the email',
  codeHint: '6 digits',
  codeSubmit: 'Check code',
  codeAgain: 'Send a new code',
  codeProblems: {
    wrong: 'This code is not right. Check the 6 digits; after five wrong tries it is no longer valid.',
    void: 'This code is no longer valid. Have a new one sent.',
    too_often: 'Several codes have been sent for this delivery already. Try again in an hour, or else tomorrow.',
    no_contact:
      'No email address is known for this delivery that we may send a code to. Please ask where it was ordered.',
  },
  looksTitle: 'Who has looked into this case',
  provedTitle: 'You see what a recipient sees',
  provedLead: 'For one day, only this delivery, and only in this browser.',
  claimLead: 'You can also add the delivery to your account. It stays there.',
  claim: 'Add it to my account',
  claimSignIn: 'Sign in and add it',
  neighbourLead: 'A neighbour gave you this pass. It shows where the parcel is, and nothing else.',

  passes: {
    title: 'Who else may look',
    lead: 'A pass shows a neighbour where this one parcel is and where it can be picked up. It shows no map, no photo, no time window and not your name.',
    none: 'Nobody else may look yet.',
    name: 'For whom?',
    nameHint: 'For example: the Yıldız family, 2nd floor. Only you see the name.',
    submit: 'Create a pass',
    madeTitle: 'Here is the pass',
    madeLead:
      'Pass the link on yourself. It is shown here only this once. The page asks for the postcode of your address.',
    linkLabel: 'Link',
    passFor: (name) => `Pass for ${name}`,
    mailed: 'Link to the email address of the order',
    made: (when) => `since ${when}`,
    revoked: (when) => `revoked: ${when}`,
    revoke: 'Revoke',
    ownLink:
      'The link sent to the email address is how you see this page, too. If you revoke it, your own access ends as well.',
    revokedDone: 'Revoked. From now on the link opens nothing.',
    back: 'Back to the delivery',
    refusals: {
      not_found: 'There is no pass for this delivery any more. Reload the page.',
      confidential: 'There is no pass for this delivery: it is handed over in person only.',
      over: 'This delivery is over. A pass would show nothing more.',
      too_many: 'There are 5 passes for this parcel already. Revoke one first.',
      name_empty: 'Say who the pass is for.',
      name_too_long: 'That is too long. Use 60 characters at most.',
    },
  },
};
