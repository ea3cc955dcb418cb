export * from './http-send.ts';
export * from './memory-store.ts';
export * from './outbox.ts';
export type { NewPhoto } from './photo-items.ts';
export * from './ports.ts';
export * from './retry.ts';
export * from './sender-id.ts';
export * from './sending-order.ts';
