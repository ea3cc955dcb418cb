import type { PageSession } from '@doorstep/contract/page-services.ts';

const homes: Readonly<Partial<Record<PageSession['role'], string>>> = {
  support: '/support',
  administrator: '/admin/devices',
  privacy_officer: '/admin/photos',
};

/** Where somebody's own work or parcels are; `/login` for nobody. */
export function homeOf(session: PageSession | null): string {
  return session === null ? '/login' : (homes[session.role] ?? '/orders');
}
