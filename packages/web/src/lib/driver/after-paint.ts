/** A page in the background draws nothing, and is not waited for. */
const longestMillis = 150;

/** Resolves once what was decided until now is drawn: what can be done after that does not hold up the screen. */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, longestMillis);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
