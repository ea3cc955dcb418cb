export type PageLanguage = 'de' | 'en';

export interface PageSession {
  readonly accountId: string;
  readonly email: string;
  readonly role: 'recipient' | 'support' | 'dispatcher' | 'privacy_officer' | 'administrator';
}
