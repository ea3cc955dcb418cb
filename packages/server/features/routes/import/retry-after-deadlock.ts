const tries = 3;
/** PostgreSQL, appendix A: deadlock_detected. It rolls one of those who wait for each other back, to be done again. */
const deadlockDetected = '40P01';

/** Does a whole transaction again where PostgreSQL broke a deadlock by ending it: three tries, then it is thrown. */
export async function retryAfterDeadlock<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (tried === tries || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === deadlockDetected;
}
