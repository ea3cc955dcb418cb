/**
 * What the tabs of this app on one phone tell each other: that something was kept here, that something has gone out, and
 * whether the tab that sends is awake.
 */
type Told = 'kept' | 'gone_out' | 'who_sends' | 'i_send';

const channelName = 'doorstep-outbox';
const answerMillis = 1_500;

export interface OtherTabs {
  tell(what: 'kept' | 'gone_out'): void;
  /** Whether a tab that sends answers; one that the phone has put to sleep does not. */
  answers(): Promise<boolean>;
  close(): void;
}

export function openOtherTabs(hears: {
  /** Another tab has kept something, or has sent it: what waits is not what it was. */
  readonly onChanged: () => void;
  /** Whether this tab sends just now; then what another has kept goes out with it. */
  readonly sends: () => boolean;
  readonly sendToo: () => void;
}): OtherTabs {
  const channel = new BroadcastChannel(channelName);
  const asking = new Set<(answered: boolean) => void>();
  let isClosed = false;
  const tell = (what: Told) => {
    if (!isClosed) channel.postMessage(what);
  };
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'i_send') for (const answered of asking) answered(true);
    if (data === 'who_sends' && hears.sends()) tell('i_send');
    if (data === 'kept' || data === 'gone_out') hears.onChanged();
    if ((data === 'kept' || data === 'who_sends') && hears.sends()) hears.sendToo();
  };

  return {
    tell,
    async answers() {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      asking.add(resolve);
      tell('who_sends');
      const silent = setTimeout(() => resolve(false), answerMillis);
      const answered = await promise;
      clearTimeout(silent);
      asking.delete(resolve);
      return answered;
    },
    close() {
      isClosed = true;
      channel.close();
    },
  };
}
