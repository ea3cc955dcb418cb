import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { newId } from '../../ids.ts';
import { type People, startPeople } from './people.testdata.ts';
import { userCommand } from './user.cli.ts';

let people: People;

beforeAll(async () => {
  people = await startPeople();
});
afterAll(() => people.close());

async function user(...args: string[]) {
  const said = { code: 0, out: '', error: '' };
  said.code = await userCommand(args, readConfig({}, '.'), people.db, {
    write: (text) => {
      said.out += text;
    },
    writeError: (text) => {
      said.error += text;
    },
  });
  return said;
}

// One instance in order: each test finds it as the one before left it.
describe('the depots of a dispatcher', () => {
  it('may have any name before the first import', async () => {
    const made = await user(
      'add',
      'Dispo@example.org',
      '--role',
      'dispatcher',
      '--depot',
      'Lauf',
      '--depot',
      'Hersbruck',
    );
    expect(made.out).toMatch(/^Dispo@example\.org\npassword: \S+\n$/);
    expect(await user('depots', 'dispo@example.org')).toMatchObject({ code: 0, out: 'Hersbruck\nLauf\n' });
  });

  it('are refused with the names that exist where one of them is misspelt, and nothing is made or changed', async () => {
    const yard = { lat: 49.5, lon: 11.3, time_zone: 'Europe/Berlin' };
    const yards = ['Lauf', 'Fürth'].map((name) => ({ id: newId('depot'), name, ...yard }));
    await people.db.insertInto('depots').values(yards).execute();
    const refusal = {
      code: 1,
      out: '',
      error: 'There is no depot "Fuerht"; one is known from its first import on.\nKnown depots:\n  Fürth\n  Lauf\n',
    };
    const misspelt = ['--depot', 'Lauf', '--depot', 'Fuerht'];
    expect(await user('add', 'neu@example.org', '--role', 'dispatcher', ...misspelt)).toEqual(refusal);
    expect((await user('depots', 'neu@example.org')).error).toBe('There is no account for neu@example.org.\n');
    expect(await user('depots', 'dispo@example.org', ...misspelt)).toEqual(refusal);
    expect((await user('depots', 'dispo@example.org')).out).toBe('Hersbruck\nLauf\n');
  });

  it('are changed as a whole, and back to all of them', async () => {
    expect((await user('depots', 'DISPO@example.org', '--depot', 'Fürth', '--depot', 'Fürth')).code).toBe(0);
    expect((await user('depots', 'dispo@example.org')).out).toBe('Fürth\n');
    expect((await user('depots', 'dispo@example.org', '--all-depots')).out).toBe('all depots\n');
    expect((await user('depots', 'dispo@example.org')).out).toBe('all depots\n');
  });

  it('are asked for where they are missing, and nobody else has any', async () => {
    const forgotten = await user('add', 'neu@example.org', '--role', 'dispatcher');
    expect(forgotten.error).toMatch(/^For which depots\? .*\nKnown depots:\n {2}Fürth\n {2}Lauf\n$/);
    expect((await user('add', 'neu@example.org', '--role', 'support', '--all-depots')).code).toBe(1);
    expect((await user('add', 'neu@example.org', '--role', 'support')).code).toBe(0);
    for (const depots of [[], ['--depot', 'Lauf']])
      expect((await user('depots', 'neu@example.org', ...depots)).error).toContain('is no dispatcher');
    const both = ['--depot', 'Lauf', '--all-depots'];
    expect((await user('depots', 'dispo@example.org', ...both)).error).toContain('Usage: doorstep user add');
  });
});
