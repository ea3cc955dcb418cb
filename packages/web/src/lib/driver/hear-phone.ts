/** The page is looked at again, or has a network again; or the phone says that it has none. Returns how to stop. */
export function hearPhone({ onWake, onCutOff }: { onWake: () => void; onCutOff: () => void }): () => void {
  const wake = () => {
    if (document.visibilityState === 'visible') onWake();
  };
  addEventListener('online', wake);
  addEventListener('offline', onCutOff);
  document.addEventListener('visibilitychange', wake);
  return () => {
    removeEventListener('online', wake);
    removeEventListener('offline', onCutOff);
    document.removeEventListener('visibilitychange', wake);
  };
}
