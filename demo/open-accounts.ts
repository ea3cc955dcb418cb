import type { DemoPerson } from '../packages/contract/index.ts';
import { type Person, people } from './people.ts';
import { type Recipient, signInRecipient } from './recipient.ts';
import type { DemoStage } from './stage.ts';

export interface Account extends Person {
  readonly password: string;
}

export interface Accounts {
  readonly list: readonly Account[];
  /** Signs in when first asked for, and stays so. */
  recipient(who: DemoPerson): Promise<Recipient>;
}

/** Makes the demo's accounts, each address once, with passwords of its own. */
export async function openAccounts({ operator, url }: Pick<DemoStage, 'operator' | 'url'>): Promise<Accounts> {
  const byEmail = Map.groupBy(people, ({ email }) => email);
  const passwords = new Map<string, string>();
  const made = [...byEmail].map(async ([email, [person]]) => {
    if (person === undefined) return;
    const { name, role } = person;
    const depots = role === 'dispatcher' ? 'all' : [];
    const added = await operator.addUser({ email, role, name, depots });
    if (!added.ok) throw new Error(`the demo's account ${person.who} was refused: ${added.code}`);
    passwords.set(email, added.password);
  });
  await Promise.all(made);
  const list = people.map((person) => ({ ...person, password: passwords.get(person.email) ?? '' }));

  const signedIn = new Map<string, Promise<Recipient>>();
  return {
    list,
    recipient(who) {
      const account = list.find((each) => each.who === who);
      if (account === undefined) throw new Error(`the demo has no account ${who}`);
      const recipient = signedIn.get(account.email) ?? signInRecipient(url, account);
      signedIn.set(account.email, recipient);
      return recipient;
    },
  };
}
