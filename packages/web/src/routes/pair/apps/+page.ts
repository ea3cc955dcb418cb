/** The key is known to this browser alone; link and code are made of it here. */
export const csr = true;
