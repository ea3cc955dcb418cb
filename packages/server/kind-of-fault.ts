/** What the system calls it (EACCES, ENOSPC) where that is what failed; the text may name a path. */
export function kindOf(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault;
  return 'code' in fault && typeof fault.code === 'string' ? `${fault.name} ${fault.code}` : fault.name;
}
