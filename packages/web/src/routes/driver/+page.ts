/** The one page of ours that lives in the browser: it must take a tap where there is no network. */
export const csr = true;
