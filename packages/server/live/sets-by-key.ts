/** Several things under one key; a key under which nothing lies any more is gone. */
export type SetsByKey<K, V> = Map<K, Set<V>>;

export function addTo<K, V>(map: SetsByKey<K, V>, key: K | null, value: V): void {
  if (key === null) return;
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

export function removeFrom<K, V>(map: SetsByKey<K, V>, key: K | null, value: V): void {
  if (key === null) return;
  const set = map.get(key);
  set?.delete(value);
  if (set?.size === 0) map.delete(key);
}
