import type { DemoMessage } from '@doorstep/contract';
import { describe, expect, it } from 'vitest';
import type { Db } from '../db/open-database.ts';
import type { Notifier, NotifierMessage } from './notifier.ts';

/** What a suite needs of the world around an adapter. */
export interface NotifierTrial {
  readonly db: Db;
  readonly notifier: Notifier;
  /** A fresh notification of an account that can be reached. */
  message(): Promise<NotifierMessage>;
  /** What its reader would get, newest first. */
  readers(): Promise<readonly DemoMessage[]>;
}

/** What every notifier promises, whatever its channel. */
export function notifierContract(name: string, open: () => NotifierTrial): void {
  describe(name, () => {
    const take = (trial: NotifierTrial, message: NotifierMessage) =>
      trial.db.transaction().execute((trx) => trial.notifier.take(trx, message));

    it('takes a message to its reader as it was written', async () => {
      const trial = open();
      const message = await trial.message();
      expect(await take(trial, message)).toBe('taken');
      const [{ title, text, path, language } = { title: '' }] = await trial.readers();
      expect({ title, text, path, language }).toEqual({
        title: message.title,
        text: message.text,
        path: message.path,
        language: message.language,
      });
    });

    it('takes the same message once', async () => {
      const trial = open();
      const message = await trial.message();
      const before = (await trial.readers()).length;
      await take(trial, message);
      expect(await take(trial, { ...message, title: 'Noch einmal' })).toBe('taken');
      const after = await trial.readers();
      expect(after).toHaveLength(before + 1);
      expect(after.map(({ title }) => title)).not.toContain('Noch einmal');
    });

    it('takes nothing where the transaction does not commit', async () => {
      const trial = open();
      const message = await trial.message();
      const before = await trial.readers();
      const undone = trial.db.transaction().execute(async (trx) => {
        await trial.notifier.take(trx, message);
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      expect(await trial.readers()).toEqual(before);
    });

    it('says so where an account cannot be reached', async () => {
      const trial = open();
      const message = await trial.message();
      expect(await take(trial, { ...message, accountId: 'gone' })).toBe('unreachable');
    });
  });
}
