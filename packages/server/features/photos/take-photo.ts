import { randomBytes } from 'node:crypto';
import type { PhotoAnswer } from '@doorstep/contract';
import { flawSentences, type Language, type PictureFlaw } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { DoorstepError, type ErrorCode } from '../../errors.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Bus } from '../../ports/bus.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import type { Decoded, Decoder } from './decode/decoder.ts';
import type { PhotoCipher, WrappedKey } from './photo-cipher.ts';
import { destroyKeys, settleExpected } from './photo-ends.store.ts';
import { askPhotoRules } from './photo-rules-asked.ts';
import { noteSums, type PhotoSum, sha256 } from './photo-sums.store.ts';
import { keepBlobs, noteUnusable, type PhotoRow, readPhoto, renewKey } from './photos.store.ts';
import type { SoonNamed } from './soon-named.ts';

export interface TakePhotoDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly blobs: BlobStore;
  readonly cipher: PhotoCipher;
  readonly decoder: Decoder;
  readonly soonNamed: SoonNamed;
  /** Notes, in the transaction that stores the first of it, that a photo of these parcels can be seen. */
  readonly photoReady: (trx: Db, ready: { parcelIds: readonly string[]; now: number }) => Promise<void>;
}

/** A picture that is to come, before any byte of it is read. */
export interface OfferedPhoto {
  readonly driverId: string;
  readonly senderId: string;
  readonly size: PhotoSize;
  readonly receivedAt: number;
  /** In which a flaw is told. */
  readonly language: Language;
}

export interface PhotoUpload extends OfferedPhoto {
  readonly bytes: Buffer;
}

/**
 * Null: its bytes are welcome. An answer: they need not be read. Throws delivery_not_known_yet, no_photo_here,
 * without_photo.
 */
export async function considerPhoto(deps: TakePhotoDeps, offered: OfferedPhoto): Promise<PhotoAnswer | null> {
  const look = () => readPhoto(deps.db, offered, 'look');
  // A full picture has time to come again.
  const photo = offered.size === 'preview' ? await deps.soonNamed.lookOrWait(offered, look) : await look();
  if (!photo) throw new DoorstepError('delivery_not_known_yet');
  const verdict = await judge(deps.db, photo, offered);
  return verdict.kind === 'store' ? null : answerWithout(deps, photo, verdict, offered);
}

/**
 * The way of an uploaded picture: ask the rules, read it in a process of its own, encrypt, store, ask the rules again with
 * the row locked, write the row, tell. Refused bytes never reach the disk. Answers after commit; the same upload again
 * gets the same answer and has no second effect. Throws delivery_not_known_yet, no_photo_here, without_photo,
 * photo_format, photo_unreadable, photo_too_many_pixels, photo_of_a_person, unavailable.
 */
export async function takePhoto(deps: TakePhotoDeps, upload: PhotoUpload): Promise<PhotoAnswer> {
  const found = await readPhoto(deps.db, upload, 'look');
  if (!found) throw new DoorstepError('delivery_not_known_yet');
  const before = await judge(deps.db, found, upload);
  if (before.kind !== 'store') return answerWithout(deps, found, before, upload);

  // Before it is read: with a lost key the preview is lost, too, and another has to be made.
  const photo = await withUsableKey(deps, found, upload);
  const { key } = photo;
  if (key === null) return answerWithout(deps, photo, { kind: 'discard', reason: null }, upload);
  const decoded = await deps.decoder.decode(upload.bytes, upload.size, photo.previewBlob !== null);
  if (!decoded.ok) {
    if (decoded.code !== 'unavailable') await noteRefused(deps, photo, decoded.code);
    throw new DoorstepError(decoded.code);
  }
  // A face that the preview was too small to show is blurred in it too.
  const replaces = decoded.full !== null && decoded.faces > 0;
  const preview = photo.previewBlob === null || replaces ? decoded.preview : null;
  const previewBlob = preview && (await putSealed(deps, key, 'preview', preview));
  const fullBlob = decoded.full && (await putSealed(deps, key, 'full', decoded.full));

  const after = await deps.db.transaction().execute(async (trx): Promise<{ verdict: Verdict; unused: Blobs }> => {
    const written = [previewBlob, fullBlob];
    const locked = await readPhoto(trx, upload, 'lock');
    if (!locked) throw new DoorstepError('delivery_not_known_yet');
    const verdict = await judge(trx, locked, upload);
    if (verdict.kind !== 'store') return { verdict, unused: written };
    // The other size, or the same one sent twice, may have come meanwhile.
    const shown = replaces ? previewBlob : (locked.previewBlob ?? previewBlob);
    if (shown === null || !locked.key?.wrapped.equals(key.wrapped))
      return { verdict: { kind: 'again' }, unused: written };
    const { size, receivedAt: at } = upload;
    const flaw = flawOf(decoded, locked);
    await keepBlobs(trx, locked, { size, at, flaw, previewBlob: shown, fullBlob });
    await noteSums(trx, locked.id, sumsOf(upload, decoded, shown === previewBlob ? preview : null));
    if (locked.previewBlob === null) await deps.photoReady(trx, { parcelIds: locked.parcelIds, now: at });
    return { verdict, unused: [previewBlob, locked.previewBlob].filter((blob) => blob !== shown) };
  });
  await discard(deps, after.unused);
  if (after.verdict.kind !== 'store') return answerWithout(deps, photo, after.verdict, upload);
  tell(deps, photo);
  return stored(flawOf(decoded, photo), upload.language);
}

/** Where no preview was made anew, what was seen in the one that is there. */
function flawOf({ preview, flaw }: Extract<Decoded, { ok: true }>, photo: PhotoRow): PictureFlaw | null {
  return preview === null ? photo.flaw : flaw;
}

type Blobs = readonly (string | null)[];

/** What no row points at is thrown away at once; where this fails, the sweep of the next day does it. */
async function discard(deps: TakePhotoDeps, blobs: Blobs): Promise<void> {
  for (const blob of blobs) if (blob !== null) await deps.blobs.delete(blob).catch(() => undefined);
}

/**
 * The delivery stands, and another picture under the same id is welcome. Where a person was too small to be seen in the
 * preview, that goes, with the key that it was encrypted with.
 */
async function noteRefused(deps: TakePhotoDeps, photo: PhotoRow, code: ErrorCode): Promise<void> {
  if (code === 'photo_of_a_person' && photo.state === 'preview' && photo.key !== null) {
    await renewKey(deps.db, photo.key, deps.cipher.newKey(photo.id));
    await discard(deps, [photo.previewBlob]);
  }
  await noteUnusable(deps.db, photo.id, code);
  tell(deps, photo);
}

type Verdict =
  | { readonly kind: 'store' }
  | { readonly kind: 'stored' }
  /** The photo was given another key meanwhile; what was sealed with the former one is worthless. */
  | { readonly kind: 'again' }
  /** `reason` where that is news. */
  | { readonly kind: 'discard'; readonly reason: string | null }
  | { readonly kind: 'refuse'; readonly reason: string };

/** What is to be done with these bytes, as things stand now. */
async function judge(db: Db, photo: PhotoRow, upload: OfferedPhoto): Promise<Verdict> {
  if (photo.state === 'refused') return { kind: 'refuse', reason: photo.reason ?? 'not_photographed' };
  // Undone, expired or deleted: nobody waits for it any more, and the phone wipes its copy.
  if (photo.key === null || photo.isHidden || photo.deleteAfter <= upload.receivedAt)
    return { kind: 'discard', reason: null };
  if ((upload.size === 'full' ? photo.fullBlob : photo.previewBlob) !== null) return { kind: 'stored' };
  const verdict = await askPhotoRules(db, photo);
  if (verdict.answer === 'yes') return { kind: 'store' };
  // It might be taken when the delivery named it, so whatever "off" there is came later.
  const { reason } = verdict;
  return { kind: reason === 'opted_out' ? 'discard' : 'refuse', reason };
}

async function answerWithout(
  deps: TakePhotoDeps,
  photo: PhotoRow,
  verdict: Exclude<Verdict, { kind: 'store' }>,
  { receivedAt: now, language }: OfferedPhoto,
): Promise<PhotoAnswer> {
  if (verdict.kind === 'stored') {
    // The first one's answer, or its commit, may have been lost on the way.
    tell(deps, photo);
    return stored(photo.flaw, language);
  }
  if (verdict.kind === 'again') throw new DoorstepError('unavailable');
  const isRefused = verdict.kind === 'refuse';
  if (photo.state === 'expected' && verdict.reason !== null) {
    const state = isRefused ? 'refused' : 'discarded';
    await settleExpected(deps.db, photo.id, { state, reason: verdict.reason, now });
    tell(deps, photo);
  } else if (photo.state === 'preview' && !isRefused && verdict.reason !== null) {
    // The recipient said no before all of it had come: then none of it is kept.
    await destroyKeys(deps.db, { photoIds: [photo.id], reason: verdict.reason, now, unlessFrozen: true });
    tell(deps, photo);
  }
  if (isRefused) throw new DoorstepError(isTold(verdict.reason) ? 'without_photo' : 'no_photo_here');
  return { outcome: 'discarded' };
}

function stored(flaw: PictureFlaw | null, language: Language): PhotoAnswer {
  return { outcome: 'stored', ...(flaw && { flaw: { code: flaw, sentence: flawSentences[flaw][language] } }) };
}

/** Of the full size the preview is made too, where none has come before. */
function sumsOf(
  upload: PhotoUpload,
  decoded: Extract<Decoded, { ok: true }>,
  newPreview: Buffer | null,
): readonly PhotoSum[] {
  const sum = (size: PhotoSize, bytes: Buffer): PhotoSum => ({
    size,
    at: upload.receivedAt,
    upload: size === upload.size ? sha256(upload.bytes) : null,
    stored: sha256(bytes),
    facesBlurred: decoded.faces,
  });
  const full = decoded.full === null ? [] : [sum('full', decoded.full)];
  return newPreview === null ? full : [sum('preview', newPreview), ...full];
}

/** Rows 2, 3 and 6 of section 4 are one and the same answer, so that a driver cannot tell a recipient's choice. */
function isTold(reason: string): boolean {
  return !['confidential', 'opted_out', 'not_photographed'].includes(reason);
}

/**
 * A key that another master key wrapped seals nothing here: what comes now gets a fresh one. The photo as it is then; its
 * key is null where it was destroyed meanwhile.
 */
async function withUsableKey(deps: TakePhotoDeps, photo: PhotoRow, upload: OfferedPhoto): Promise<PhotoRow> {
  const { cipher, db } = deps;
  if (photo.key === null || cipher.knows(photo.key)) return photo;
  await renewKey(db, photo.key, cipher.newKey(photo.id));
  const renewed = await readPhoto(db, upload, 'look');
  if (!renewed) throw new DoorstepError('delivery_not_known_yet');
  if (renewed.previewBlob !== photo.previewBlob) await discard(deps, [photo.previewBlob]);
  return renewed;
}

/** Under a name of its own, so that two uploads at once never write the same blob. */
async function putSealed(deps: TakePhotoDeps, key: WrappedKey, size: PhotoSize, bytes: Buffer): Promise<string> {
  const blob = `${key.photoId}.${size}.${randomBytes(6).toString('hex')}`;
  await deps.blobs.put(blob, deps.cipher.seal(key, size, bytes));
  return blob;
}

function tell(deps: TakePhotoDeps, photo: PhotoRow): void {
  deps.bus.publish('parcels_changed', { parcelIds: photo.parcelIds });
}
