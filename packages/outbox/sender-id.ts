/**
 * Makes UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, then random bits, so that ids sort by age. Within one
 * millisecond the 12 bits after the version count up (section 6.2, method 1), so the order of making survives sorting;
 * a clock that steps back keeps the last millisecond until it has caught up.
 */
export function createSenderIds(
  now: () => number,
  fillRandom: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => void crypto.getRandomValues(bytes),
): () => string {
  let lastMillis = -1;
  let counter = 0;
  return () => {
    const bytes = new Uint8Array(16);
    fillRandom(bytes);
    const millis = Math.floor(now());
    if (millis > lastMillis) {
      lastMillis = millis;
      // Starts in the lower half, so that there is room to count.
      counter = (((bytes[6] ?? 0) & 0x07) << 8) | (bytes[7] ?? 0);
    } else {
      counter += 1;
      if (counter > 0xfff) {
        lastMillis += 1;
        counter = 0;
      }
    }
    let rest = lastMillis;
    for (let index = 5; index >= 0; index -= 1) {
      bytes[index] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    bytes[6] = 0x70 | (counter >> 8);
    bytes[7] = counter & 0xff;
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  };
}
