const databaseName = 'doorstep-reserve';
const storeName = 'reserve';
const key = 'room';
/** Room for some dozens of pictures. */
const reserveBytes = 16 * 1_024 * 1_024;

/**
 * Room that is taken while there is some, and given back when an action finds none. It is also the only honest answer to
 * whether there is any: Chromium tells every site the same ten gigabytes, however full the phone is. False where it could
 * not be taken; null where this browser says nothing.
 */
export async function holdReserve(): Promise<boolean | null> {
  try {
    return await inStore((store) => {
      const counted = store.count(key);
      counted.onsuccess = () => {
        if (counted.result === 0) store.put(new Blob([new Uint8Array(reserveBytes)]), key);
      };
    });
  } catch {
    return null;
  }
}

/** Gives the room back to the phone; false where none was held. */
export async function releaseReserve(): Promise<boolean> {
  try {
    let held = false;
    await inStore((store) => {
      const counted = store.count(key);
      counted.onsuccess = () => {
        held = counted.result > 0;
        store.delete(key);
      };
    });
    return held;
  } catch {
    return false;
  }
}

/** False where what was asked for found no room. A database of its own: what waits is never touched. */
async function inStore(ask: (store: IDBObjectStore) => void): Promise<boolean> {
  const opened = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(databaseName, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const transaction = opened.transaction(storeName, 'readwrite');
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = () =>
        transaction.error?.name === 'QuotaExceededError' ? resolve(false) : reject(transaction.error);
      ask(transaction.objectStore(storeName));
    });
  } finally {
    opened.close();
  }
}
