/**
 * Hints between the rooms of the server: "this changed, look again". The bus carries no truth (PostgreSQL holds it),
 * so a lost hint costs freshness, never a fact. Handlers must not throw; they are called after `publish` returned.
 */
export interface BusMessages {
  /** A command changed what a route or its parcels are. */
  route_changed: { readonly routeId: string };
  /** A route state was folded anew (fix or event): streams look whether their view changed. */
  route_state: { readonly routeId: string };
  /** Facts of parcels changed beside the route: preference, binding, import. */
  parcels_changed: { readonly parcelIds: readonly string[] };
  /** Plans of routes that have not started may be other ones now, with other stops. */
  routes_imported: Record<string, never>;
  /** An account's sessions, preferences or parcels changed. */
  account_changed: { readonly accountId: string };
}
export type BusTopic = keyof BusMessages;

export interface Bus {
  publish<T extends BusTopic>(topic: T, message: BusMessages[T]): void;
  /** Returns the way to stop listening. */
  subscribe<T extends BusTopic>(topic: T, handler: (message: BusMessages[T]) => void): () => void;
}
