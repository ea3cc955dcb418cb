import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './language.ts';

describe('the language of a page', () => {
  it('is the one chosen before, whatever the browser wishes', () => {
    expect(chooseLanguage('en', 'de-DE,de;q=0.9')).toBe('en');
  });

  it('follows the weights of the browser, not their order', () => {
    expect(chooseLanguage(undefined, 'de;q=0.3, en-GB;q=0.8')).toBe('en');
    expect(chooseLanguage(undefined, 'fr-FR, en;q=0.5, de;q=0.4')).toBe('en');
  });

  it('is German where nothing fits, is refused or is said', () => {
    expect(chooseLanguage('xx', 'fr, en;q=0')).toBe('de');
    expect(chooseLanguage(undefined, null)).toBe('de');
  });
});
