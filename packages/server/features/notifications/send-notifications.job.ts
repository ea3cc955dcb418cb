import type { Task } from 'graphile-worker';

/** The task behind `send_notifications`: sends those that one transaction announced, the moment it has committed. */
export function sendNotificationsJob(send: (ids: readonly string[]) => Promise<void>): Task {
  return async (payload) => {
    const ids =
      typeof payload === 'object' && payload !== null && 'notificationIds' in payload && payload.notificationIds;
    if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string'))
      throw new Error('a send_notifications job names no notifications');
    await send(ids);
  };
}
