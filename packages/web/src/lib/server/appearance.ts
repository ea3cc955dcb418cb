export type Appearance = 'light' | 'dark';

export const appearanceCookie = 'doorstep_appearance';

/** What was chosen before; null: as the system has it. */
export function chosenAppearance(cookie: string | undefined): Appearance | null {
  return cookie === 'light' || cookie === 'dark' ? cookie : null;
}
