import type { AccountRefusal } from '@doorstep/contract/account-services.ts';

/** What may be wrong with a form: refused by the server, or left empty and seen here. */
export type FormProblem = AccountRefusal | 'email_missing' | 'password_missing' | 'name_missing' | 'current_missing';

export type FieldName = 'email' | 'password' | 'name' | 'current';

const fieldOf: Readonly<Record<FormProblem, FieldName | null>> = {
  wrong_credentials: null,
  wrong_password: 'current',
  current_missing: 'current',
  email_not_confirmed: null,
  link_invalid: null,
  too_many_tries: null,
  email_malformed: 'email',
  email_missing: 'email',
  password_missing: 'password',
  password_too_short: 'password',
  password_too_long: 'password',
  name_missing: 'name',
};

/** One message of a form and the field it belongs to; null: the form as a whole. */
export interface PlacedProblem {
  readonly field: FieldName | null;
  readonly problem: FormProblem;
}

export interface RefusedForm {
  readonly problems: readonly PlacedProblem[];
  /** What was typed, to be shown again. A password never is. */
  readonly kept: { readonly email: string; readonly name: string };
}

/** What `fail()` sends back: the messages at their fields and what was typed. */
export function refuseForm(problems: readonly FormProblem[], kept: { email?: string; name?: string }): RefusedForm {
  return {
    problems: problems.map((problem) => ({ field: fieldOf[problem], problem })),
    kept: { email: kept.email ?? '', name: kept.name ?? '' },
  };
}

/** 429 for too many tries (RFC 6585), else 400. */
export function statusOf(code: FormProblem): 400 | 429 {
  return code === 'too_many_tries' ? 429 : 400;
}

/** A text field's value without surrounding blanks; empty where absent or a file. */
export function readText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** A password as typed: blanks belong to it. */
export function readPassword(form: FormData, name = 'password'): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Which of the required fields were left empty, in the order of the form. */
export function findEmptyFields(fields: {
  name?: string;
  current?: string;
  email?: string;
  password?: string;
}): FormProblem[] {
  const empty: FormProblem[] = [];
  if (fields.current === '') empty.push('current_missing');
  if (fields.name === '') empty.push('name_missing');
  if (fields.email === '') empty.push('email_missing');
  if (fields.password === '') empty.push('password_missing');
  return empty;
}
