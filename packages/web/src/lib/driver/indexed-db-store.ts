import type { OutboxItem, OutboxStore, Refused, WaitingItem } from '@doorstep/outbox/ports.ts';
import { isOfDriver, nobody, type PairedDriver } from './device-key.ts';

const databaseName = 'doorstep-outbox';
const storeNames = ['waiting', 'photos', 'refused'];

export interface PhoneStore extends OutboxStore {
  /** The driver has read these refusals. */
  forgetRefused(ids: readonly string[]): Promise<void>;
  /** Whether something waits here that another driver has recorded. */
  holdsOthers(): Promise<boolean>;
}

/** Whose it is; what was kept before names were is everybody's. */
type Owned = Partial<PairedDriver>;

/**
 * One driver's outbox on the phone: who is paired after somebody else neither sees nor sends what that one has left.
 * It lies in three object stores: what waits in the order of recording, the bytes of pictures by
 * item (so that listing reads none), and refusals. Rejects with the browser's own error where nothing can be kept
 * (storage full, IndexedDB switched off); then nothing of that call was kept.
 */
export function createIndexedDbStore(paired: PairedDriver | null): PhoneStore {
  const { driverId, driverName } = paired ?? nobody;
  const driver: PairedDriver = { driverId, driverName };
  let opening: Promise<IDBDatabase> | null = null;

  function database(): Promise<IDBDatabase> {
    opening ??= openDatabase(() => {
      opening = null;
    }).catch((fault) => {
      opening = null;
      throw fault;
    });
    return opening;
  }

  async function write(work: (transaction: IDBTransaction) => void): Promise<void> {
    const transaction = (await database()).transaction(storeNames, 'readwrite', { durability: 'strict' });
    const done = completion(transaction);
    try {
      work(transaction);
    } catch (fault) {
      // Else what it had asked for before the fault would be kept.
      transaction.abort();
      await done.catch(() => undefined);
      throw fault;
    }
    await done;
  }

  const isOwn = (row: Owned) => isOfDriver(row, driver);

  async function readAll<Value>(name: string): Promise<Value[]> {
    const transaction = (await database()).transaction(name, 'readonly');
    return await answer<Value[]>(transaction.objectStore(name).getAll());
  }

  return {
    add: (...items: OutboxItem[]) =>
      write((transaction) => {
        for (const item of items) {
          if (item.kind !== 'photo') {
            transaction.objectStore('waiting').add({ ...item, ...driver });
            continue;
          }
          const { bytes, ...listed } = item;
          transaction.objectStore('waiting').add({ ...listed, ...driver });
          transaction.objectStore('photos').put(bytes, item.id);
        }
      }),
    list: async () => (await readAll<WaitingItem & Owned>('waiting')).filter(isOwn),
    holdsOthers: async () => !(await readAll<Owned>('waiting')).every(isOwn),
    async readPhoto(id) {
      const transaction = (await database()).transaction('photos', 'readonly');
      return (await answer<Uint8Array | undefined>(transaction.objectStore('photos').get(id))) ?? null;
    },
    settle: (acknowledgedIds, refused) =>
      write((transaction) => {
        for (const id of acknowledgedIds) {
          deleteById(transaction.objectStore('waiting'), id);
          transaction.objectStore('photos').delete(id);
        }
        // A refused position serves nobody; its driver is not told of it.
        for (const refusal of refused.filter(({ kind }) => kind !== 'fix'))
          transaction.objectStore('refused').add({ ...refusal, ...driver });
      }),
    listRefused: async () => (await readAll<Refused & Owned>('refused')).filter(isOwn),
    forgetRefused: (ids) =>
      write((transaction) => {
        for (const id of ids) deleteById(transaction.objectStore('refused'), id);
      }),
  };
}

function openDatabase(onGone: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => {
    const opened = request.result;
    opened.createObjectStore('waiting', { autoIncrement: true }).createIndex('id', 'id', { unique: true });
    opened.createObjectStore('photos');
    opened.createObjectStore('refused', { autoIncrement: true }).createIndex('id', 'id');
  };
  return answer(request).then((opened) => {
    opened.onclose = onGone;
    // A newer page in another tab wants to change the shape of the database.
    opened.onversionchange = () => {
      opened.close();
      onGone();
    };
    return opened;
  });
}

function deleteById(store: IDBObjectStore, id: string): void {
  const request = store.index('id').getAllKeys(id);
  request.onsuccess = () => {
    for (const key of request.result) store.delete(key);
  };
}

function answer<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}
