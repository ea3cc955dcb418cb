export type PageLanguage = 'de' | 'en';

/** Who asks about one parcel: an account, or a guest who proved to be whom it was sent to. */
export interface PageAsker {
  readonly accountId: string;
}

export interface PageSession extends PageAsker {
  readonly email: string;
  readonly role: 'recipient' | 'support' | 'dispatcher' | 'privacy_officer' | 'administrator';
}
