import { expect, it } from 'vitest';
import { letterHtml } from './letter.ts';

const buttonsOf = (urls: readonly string[], language: 'de' | 'en') => {
  const text = ['Guten Tag,', 'hier geht es weiter:', ...urls].join('\n\n');
  const html = letterHtml({ language, subject: 'Pegnitz Express: Neues', text });
  return [...html.matchAll(/class="button" href="([^"]*)"[^>]*>([^<]*)</g)].map(([, url, label]) => [url, label]);
};
const buttonOf = (url: string, language: 'de' | 'en') => buttonsOf([url], language)[0]?.[1];

it('a letter’s button says what it does', () => {
  const at = 'https://pakete.example';
  expect(buttonOf(`${at}/confirm?token=x`, 'de')).toBe('Adresse bestätigen');
  expect(buttonOf(`${at}/confirm-address?token=x`, 'en')).toBe('Confirm address');
  expect(buttonOf(`${at}/reset?token=x`, 'de')).toBe('Passwort festlegen');
  expect(buttonOf(`${at}/t/5Zr0vUO3`, 'en')).toBe('View delivery');
  expect(buttonOf(`${at}/elsewhere`, 'de')).toBe('Weiter');
});

it('of several buttons that do the same each says which it is', () => {
  const at = 'https://pakete.example';
  expect(buttonsOf([`${at}/t/a`, `${at}/t/b`, `${at}/elsewhere`], 'de')).toEqual([
    [`${at}/t/a`, 'Lieferung ansehen (1 von 2)'],
    [`${at}/t/b`, 'Lieferung ansehen (2 von 2)'],
    [`${at}/elsewhere`, 'Weiter'],
  ]);
  expect(buttonsOf([`${at}/t/a`, `${at}/t/b`], 'en').map(([, label]) => label)).toEqual([
    'View delivery (1 of 2)',
    'View delivery (2 of 2)',
  ]);
});
