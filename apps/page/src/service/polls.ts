import { poll } from './poll.js';

/** How many targets that are not up are named. */
const MAX_NOT_UP = 1000;

/** What became of all targets, and which Prometheus answer. It is only asked where `hasPrometheus`. */
export const statusOfAll = poll(15, (client) => client.statusOfAll({ limit: MAX_NOT_UP }));

/** Whether the service can store changes. */
export const readiness = poll(5, (client) => client.ready());
