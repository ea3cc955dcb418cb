/** Kinds of account (rules.md section 1); everybody who signs up is a recipient, staff is made by staff. */
export const roles = ['recipient', 'support', 'dispatcher', 'privacy_officer', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** Whether a text from outside or from the database names a role. */
export function isRole(text: unknown): text is Role {
  return roles.some((role) => role === text);
}
