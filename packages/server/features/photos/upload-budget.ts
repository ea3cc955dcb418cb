export interface UploadLimits {
  readonly perDevice: number;
  /** Of bodies that are held or may still come, of all devices together. */
  readonly bytes: number;
}

const mebibyte = 1024 * 1024;
export const usualUploadLimits: UploadLimits = { perDevice: 2, bytes: 120 * mebibyte };

/** How much of uploads is under way at once: a picture is held in memory while it comes and until it is answered. */
export function createUploadBudget(limits: UploadLimits = usualUploadLimits) {
  const underWay = new Map<string, number>();
  let bytesUnderWay = 0;

  return {
    /** How to give back what was taken, any number of times; null where there is none left. */
    take(deviceId: string, bytes: number): (() => void) | null {
      const ofDevice = underWay.get(deviceId) ?? 0;
      if (ofDevice >= limits.perDevice || bytesUnderWay + bytes > limits.bytes) return null;
      underWay.set(deviceId, ofDevice + 1);
      bytesUnderWay += bytes;
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        bytesUnderWay -= bytes;
        const left = (underWay.get(deviceId) ?? 1) - 1;
        if (left > 0) underWay.set(deviceId, left);
        else underWay.delete(deviceId);
      };
    },
  };
}
export type UploadBudget = ReturnType<typeof createUploadBudget>;
