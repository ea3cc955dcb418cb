// Names under which processes on one database tell each other what happened (PostgreSQL's NOTIFY).

/** Payload: the device's id. */
export const deviceRevokedChannel = 'doorstep_device_revoked';
/** No payload: regions, or plans of routes that have not started, may have changed. */
export const routesImportedChannel = 'doorstep_routes_imported';
/** Payload: the id of a route that has not started, of which a parcel or a stop was taken. */
export const planChangedChannel = 'doorstep_plan_changed';
/** Payload: ids of notifications that can be told now, with commas between. Lost, they are found a second later. */
export const noticesDueChannel = 'doorstep_notices_due';
/** No payload: a mail or a push was sent, or kept. */
export const messageSentChannel = 'doorstep_message_sent';
/** No payload: a mail waits to be sent. */
export const outboxFilledChannel = 'doorstep_outbox_filled';

/** The account whose sessions ended before their time, or that got another role. Told by the database itself. */
export const sessionsEndedChannel = 'doorstep_sessions_ended';
