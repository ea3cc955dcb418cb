// The table of copies that people asked for, as Kysely sees it (see schema.ts).
import type { Generated } from 'kysely';

export interface PrivacyTables {
  account_exports: {
    id: string;
    account_id: string;
    state: 'waiting' | 'making' | 'ready' | 'failed';
    language: 'de' | 'en';
    salt: Buffer;
    done: Generated<number>;
    total: Generated<number>;
    /** A bigint arrives as text. */
    bytes: Generated<string | null>;
    asked_at: Date;
    ready_at: Generated<Date | null>;
    ends_at: Date;
  };
}
