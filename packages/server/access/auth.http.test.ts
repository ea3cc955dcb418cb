import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  confirmationCodes,
  mailsTo,
  nobody,
  type People,
  publicUrl,
  startPeople,
} from '../features/accounts/people.testdata.ts';
import { authRoutes } from './auth.http.ts';
import { signInsAMinute } from './auth-options.ts';

const password = 'ein langes Passwort';
let people: People;
let app: FastifyInstance;
let client = 0;

beforeAll(async () => {
  people = await startPeople();
  app = Fastify({ trustProxy: true });
  await app.register(authRoutes({ auth: people.auth, publicUrl }));
  app.post('/elsewhere', (request) => request.body);
});
beforeEach(() => {
  client += 1;
});
afterAll(async () => {
  await app.close();
  await people.close();
});

/** Each test asks from a network address of its own, because tries are counted per address. */
function ask(method: 'GET' | 'POST', path: string, payload?: object, headers: Record<string, string> = {}) {
  return app.inject({
    method,
    url: `/api/auth${path}`,
    ...(payload ? { payload } : {}),
    headers: { 'x-forwarded-for': `192.0.2.${client}`, ...headers },
  });
}
const signUp = (email: string, more: object = {}) =>
  ask('POST', '/sign-up/email', { email, password, name: 'Anna', ...more });
const signIn = (email: string) => ask('POST', '/sign-in/email', { email, password });

describe('/api/auth', () => {
  test('sign up, confirm, sign in, look, sign out', async () => {
    const { db, accounts } = people;
    expect((await signUp('anna@example.org')).json()).toMatchObject({ token: null, user: { emailVerified: false } });
    const early = await signIn('anna@example.org');
    expect(early.statusCode).toBe(403);
    expect(early.json()).toEqual({ code: 'EMAIL_NOT_VERIFIED', message: 'Email not verified' });
    expect(early.headers['set-cookie']).toBeUndefined();

    const [code] = await confirmationCodes(db, 'anna@example.org');
    expect((await accounts.confirmEmail(code ?? '', nobody)).ok).toBe(true);
    const signedIn = await signIn('anna@example.org');
    expect(signedIn.statusCode).toBe(200);
    const line = String(signedIn.headers['set-cookie']);
    expect(line).toMatch(/^doorstep\.session_token=.+HttpOnly; SameSite=Lax/);
    const cookie = line.split(';')[0] ?? '';
    const session = await ask('GET', '/get-session', undefined, { cookie });
    expect(session.json()).toMatchObject({ user: { email: 'anna@example.org', role: 'recipient' } });
    expect(session.headers['cache-control']).toBe('private, no-store');

    const foreign = await ask('POST', '/sign-out', {}, { cookie, origin: 'https://elsewhere.example' });
    expect(foreign.statusCode).toBe(403);
    expect((await ask('POST', '/sign-out', {}, { cookie, origin: publicUrl })).statusCode).toBe(200);
    expect((await ask('GET', '/get-session', undefined, { cookie })).json()).toBeNull();
  });

  test('a known and an unknown address are answered alike', async () => {
    await signUp('known@example.org');
    const [code] = await confirmationCodes(people.db, 'known@example.org');
    await people.accounts.confirmEmail(code ?? '', nobody);
    const answers = [await signUp('known@example.org'), await signUp('fresh@example.org')];
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200]);
    const shape = (answer: (typeof answers)[number]) => {
      const { id, email, createdAt, updatedAt, ...rest } = answer.json().user;
      expect([id, email, createdAt, updatedAt]).not.toContain(undefined);
      return { headers: Object.keys(answer.headers), rest };
    };
    const [known, fresh] = answers.map(shape);
    expect(known).toEqual(fresh);
  });

  test('nobody gives himself a role', async () => {
    const email = 'bold@example.org';
    await signUp(email, { role: 'administrator', emailVerified: true });
    const [code] = await confirmationCodes(people.db, email);
    const confirmed = await people.accounts.confirmEmail(code ?? '', nobody);
    if (!confirmed.ok) throw new Error(confirmed.code);
    const cookie = confirmed.setCookies[0]?.split(';')[0] ?? '';
    const headers = { cookie, origin: publicUrl };
    expect((await ask('POST', '/update-user', { role: 'administrator' }, headers)).statusCode).toBe(400);
    expect((await ask('GET', '/get-session', undefined, { cookie })).json()).toMatchObject({
      user: { role: 'recipient' },
    });
  });

  test('a refused form names the reason', async () => {
    const short = await signUp('short@example.org', { password: 'kurz' });
    expect([short.statusCode, short.json().code]).toEqual([400, 'PASSWORD_TOO_SHORT']);
    const malformed = await signUp('anna');
    expect([malformed.statusCode, malformed.json().code]).toEqual([400, 'INVALID_EMAIL']);
  });

  test('links that name only an address are not to be had', async () => {
    await signUp('waiting@example.org');
    const sent = (await mailsTo(people.db, 'waiting@example.org')).length;
    const again = await ask('POST', '/send-verification-email', { email: 'waiting@example.org' });
    expect(again.statusCode).toBe(404);
    expect((await ask('GET', '/verify-email?token=x')).statusCode).toBe(404);
    expect(await mailsTo(people.db, 'waiting@example.org')).toHaveLength(sent);
  });

  test('a client that signs in too often within a minute has to wait', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess <= signInsAMinute; guess += 1)
      statuses.push((await signIn('guessed@example.org')).statusCode);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.at(-1)).toBe(429);
  });

  test('a client cannot count as another by saying so', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess <= signInsAMinute; guess += 1) {
      const headers = { 'x-doorstep-client-address': `198.51.100.${guess}` };
      const form = { email: 'guessed@example.org', password };
      statuses.push((await ask('POST', '/sign-in/email', form, headers)).statusCode);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  test('the rest of the server keeps its parsers', async () => {
    const answer = await app.inject({ method: 'POST', url: '/elsewhere', payload: { kept: true } });
    expect(answer.json()).toEqual({ kept: true });
  });
});
