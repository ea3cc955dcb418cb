// @ts-check
// Moments of an account belong to no address, so they are told in the zone of whoever reads them: only the browser knows it.
// Without this script they stand in the server's zone, which is named there.

const locale = document.documentElement.lang === 'en' ? 'en-GB' : 'de-DE';
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });

function tellThem() {
  for (const shown of document.querySelectorAll('time[data-moment]')) {
    shown.removeAttribute('data-moment');
    shown.textContent = moment.format(new Date(shown.getAttribute('datetime') ?? ''));
  }
}

tellThem();
// What another script of the page puts in later.
new MutationObserver(tellThem).observe(document.body, { childList: true, subtree: true });
