import { saysVanIsHere } from '@doorstep/domain/text/stops-away.ts';
import { type LeaveBy, leaveBy, minutesFrom } from './leave-by.ts';

/*
 * "Tell me when it is time to go home", beside <doorstep-parcel> on our own pages. How long the way takes stays in this
 * browser's storage; nothing about it, or about where the person is, is sent.
 */

/** What of a parcel's view is asked here; the page's own server wrote it, or the live part beside it heard it. */
interface Seen {
  readonly view: {
    readonly status: { readonly state: string; readonly headline: string };
    readonly window: { readonly fromAt: string } | null;
    readonly stopsAway: { readonly kind: string; readonly count?: number } | null;
  };
  /** By the server's clock, epoch milliseconds. */
  readonly now: number;
}

function isSeen(value: unknown): value is Seen {
  return typeof value === 'object' && value !== null && 'view' in value && 'now' in value;
}

/** What the server painted, for the time until the stream says more. */
function paintedIn(host: HTMLElement): unknown {
  const text = host.shadowRoot?.querySelector('[data-part=first]')?.textContent;
  return text ? JSON.parse(text) : null;
}

const minutesKey = 'doorstep-minutes-home';
const armedKey = 'doorstep-leave-by';
const tickMillis = 5_000;

/** Storage may be switched off: then the alarm lives as long as the page. */
const memory = new Map<string, string>();
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}
function keep(key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {}
}

function startLeaveBy(host: HTMLElement, section: HTMLElement): void {
  const parcelId = host.getAttribute('parcel-id') ?? '';
  const language = section.dataset.language === 'en' ? 'en' : 'de';
  const field = section.querySelector('input');
  const problem = section.querySelector<HTMLElement>('#minutes-problem');
  const says = section.querySelector<HTMLElement>('[data-says]');
  let seen: (Seen & { readonly at: number }) | null = null;
  let hasRung = false;

  const isArmed = () => kept(armedKey) === parcelId;
  const { timeZone = 'UTC' } = section.dataset;
  let hours: Intl.DateTimeFormat | null = null;
  const clock = (at: number) => {
    hours ??= new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
    });
    return hours.format(at);
  };

  function words(when: LeaveBy): string {
    const { wait = '', go = '', goNext = '', unknown = '' } = section.dataset;
    if (when.kind === 'wait') return wait.replace('{time}', clock(when.goAt));
    if (when.kind !== 'go') return unknown;
    return when.arrivalAt === null ? goNext : go.replace('{time}', clock(when.arrivalAt));
  }

  let isFilled = false;
  function look(): void {
    if (!isFilled && field !== null) field.value ||= kept(minutesKey) ?? '';
    isFilled = true;
    if (seen === null) return;
    const { view } = seen;
    // Then there is nothing to set out for, and the answer above says so.
    const isHere = saysVanIsHere(language, view.status.headline);
    const when = leaveBy({
      state: view.status.state,
      windowFromAt: view.window === null ? null : Date.parse(view.window.fromAt),
      isNext: isHere || (view.stopsAway?.kind === 'number' && view.stopsAway.count === 0),
      minutesHome: minutesFrom(kept(minutesKey) ?? '') ?? 0,
      now: seen.now + performance.now() - seen.at,
    });
    section.hidden = when.kind === 'over' || isHere;
    for (const part of section.querySelectorAll<HTMLElement>('[data-when]'))
      part.hidden = (part.dataset.when === 'on') !== isArmed();
    if (!isArmed() || when.kind === 'over') return;
    const text = words(when);
    if (says !== null && says.textContent !== text) says.textContent = text;
    if (when.kind === 'wait') hasRung = false;
    if (when.kind !== 'go' || hasRung) return;
    hasRung = true;
    void notify(section.querySelector('h2')?.textContent ?? '', text);
  }

  host.addEventListener('doorstep-view', (event) => {
    if (!(event instanceof CustomEvent) || !isSeen(event.detail)) return;
    seen = { ...event.detail, at: performance.now() };
    look();
  });
  const painted = paintedIn(host);
  if (isSeen(painted)) seen ??= { ...painted, at: performance.now() };

  section.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const minutes = minutesFrom(field?.value ?? '');
    problem?.toggleAttribute('hidden', minutes !== null);
    field?.setAttribute('aria-invalid', String(minutes === null));
    if (minutes === null) return field?.focus();
    keep(minutesKey, String(minutes));
    keep(armedKey, parcelId);
    // Asked at the tap that wants it, and never before.
    if ('Notification' in globalThis && Notification.permission === 'default') void Notification.requestPermission();
    hasRung = false;
    look();
  });
  section.querySelector('[data-do=off]')?.addEventListener('click', () => {
    keep(armedKey, null);
    look();
    section.querySelector('summary')?.focus();
  });
  setInterval(look, tickMillis);
  // Storage is read from the disk, and a page that is set to tell its hour makes a formatter: neither while it is drawn. Safari knows no idle.
  (window.requestIdleCallback ?? setTimeout)(look);
}

/** Beside the page's own words, where the browser was allowed to; a phone's browser shows it by a worker only. */
async function notify(title: string, body: string): Promise<void> {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  const options = { body, tag: 'doorstep-leave-by', icon: '/icon-192.png' };
  const worker = await navigator.serviceWorker?.getRegistration('/push/');
  if (worker) return worker.showNotification(title, options);
  try {
    new Notification(title, options);
  } catch {}
}

const host = document.querySelector<HTMLElement>('doorstep-parcel');
const section = document.querySelector<HTMLElement>('#leave-by');
if (host !== null && section !== null) startLeaveBy(host, section);
