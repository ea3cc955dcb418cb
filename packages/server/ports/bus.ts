/**
 * Hints between the rooms of the server: "this changed, look again". The bus carries no truth (PostgreSQL holds it),
 * so a lost hint costs freshness, never a fact. Handlers must not throw; they are called after `publish` returned.
 */
export interface BusMessages {
  /** What a route is, or what its driver is told of its parcels, changed: a command, a safe place, a choice. */
  route_changed: { readonly routeId: string };
  /** A route state was folded anew (fix or event): streams look whether their view changed. */
  route_state: { readonly routeId: string };
  /** A command changed facts of these parcels, and not all here know of it yet; `parcels_changed` follows when they do. */
  parcels_changing: { readonly parcelIds: readonly string[] };
  /** Facts of parcels changed beside the route: preference, binding, import. */
  parcels_changed: { readonly parcelIds: readonly string[] };
  /** Plans of routes that have not started may be other ones now, with other stops. */
  routes_imported: Record<string, never>;
  /** An account's sessions, preferences or parcels changed. */
  account_changed: { readonly accountId: string };
  /** A mail or a push was sent, or kept where nothing sends it. */
  message_sent: Record<string, never>;
}
export type BusTopic = keyof BusMessages;

export interface Bus {
  publish<T extends BusTopic>(topic: T, message: BusMessages[T]): void;
  /** Returns the way to stop listening. */
  subscribe<T extends BusTopic>(topic: T, handler: (message: BusMessages[T]) => void): () => void;
}
