import { expect, it } from 'vitest';
import { letterHtml } from './letter.ts';

const buttonOf = (url: string, language: 'de' | 'en') =>
  /class="button"[^>]*>([^<]*)</.exec(
    letterHtml({ language, subject: 'Pegnitz Express: Neues', text: `Guten Tag,\n\nhier geht es weiter:\n\n${url}` }),
  )?.[1];

it('a letter’s button says what it does', () => {
  const at = 'https://pakete.example';
  expect(buttonOf(`${at}/confirm?token=x`, 'de')).toBe('Adresse bestätigen');
  expect(buttonOf(`${at}/confirm-address?token=x`, 'en')).toBe('Confirm address');
  expect(buttonOf(`${at}/reset?token=x`, 'de')).toBe('Passwort festlegen');
  expect(buttonOf(`${at}/t/5Zr0vUO3`, 'en')).toBe('View delivery');
  expect(buttonOf(`${at}/elsewhere`, 'de')).toBe('Weiter');
});
