import type { NewCommand, Outbox, OutboxStore } from '@doorstep/outbox';
import { dropNewestFull, dropOldFixes, isRoomFull } from './phone-room.ts';
import { photoContentType, type ShrunkPhoto } from './shrink-photo.ts';

export type NewPicture = ShrunkPhoto & { readonly id: string };
/**
 * `without_photo`: there was room for what was done and not for its picture. `full_photo_dropped`: there was, once an
 * earlier picture gave up its large size.
 */
export type Kept =
  | { readonly outcome: 'kept' | 'without_photo' | 'full_photo_dropped'; readonly ids: readonly string[] }
  | { readonly outcome: 'not_kept' };

/** A browser takes a moment to have the room that was given back. */
const roomBackMillis = [0, 300, 900];

interface TapKeeper {
  readonly outbox: Outbox;
  readonly store: OutboxStore;
  /** Gives up the room in reserve; false where there was none. */
  readonly giveRoomBack: () => Promise<boolean>;
}

/**
 * Keeps what one tap means. Where the phone is full, old positions go first, then the reserve, then the tap's own picture,
 * then the large sizes of earlier ones: actions before pictures.
 */
export async function keepTap(
  { outbox, store, giveRoomBack }: TapKeeper,
  commands: readonly NewCommand[],
  picture: NewPicture | null,
): Promise<Kept> {
  const photo = picture && {
    id: picture.id,
    preview: picture.preview,
    full: picture.full,
    contentType: photoContentType,
  };
  const record = (given: readonly NewCommand[], withPhoto: boolean) =>
    fitting(() => outbox.recordTogether(given, withPhoto && photo ? photo : undefined));
  try {
    const ids =
      (await record(commands, true)) ??
      ((await dropOldFixes(store)) ? await record(commands, true) : null) ??
      ((await giveRoomBack()) ? await soon(() => record(commands, true)) : null);
    if (ids !== null) return { outcome: 'kept', ids };
    // Without its picture the delivery must not promise one.
    const bare = commands.map(withoutPhoto);
    const bareIds = photo && (await record(bare, false));
    if (bareIds !== null) return { outcome: 'without_photo', ids: bareIds };
    while (await dropNewestFull(store)) {
      const atLast = await record(bare, false);
      if (atLast !== null) return { outcome: photo ? 'without_photo' : 'full_photo_dropped', ids: atLast };
    }
  } catch {
    // The storage fails otherwise: making room would only lose more.
  }
  return { outcome: 'not_kept' };
}

/** Tried until there is room again, for about a second. */
async function soon<T>(keep: () => Promise<T | null>): Promise<T | null> {
  for (const wait of roomBackMillis) {
    await new Promise((next) => setTimeout(next, wait));
    const kept = await keep();
    if (kept !== null) return kept;
  }
  return null;
}

/** Null where there is no room. */
async function fitting<T>(keep: () => Promise<T>): Promise<T | null> {
  try {
    return await keep();
  } catch (fault) {
    if (isRoomFull(fault)) return null;
    throw fault;
  }
}

function withoutPhoto(command: NewCommand): NewCommand {
  if (command.type !== 'deliver') return command;
  const { photoId: _, photoTakenAt: __, ...bare } = command;
  return bare;
}
