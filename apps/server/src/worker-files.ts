/** Where the entry of the thread that parses large bodies is: beside this module, and beside the bundle. */
export const BODY_WORKER = new URL('./body-worker.mjs', import.meta.url);

/** Where the entry of the thread that asks a Prometheus is. */
export const PROMETHEUS_WORKER = new URL('./prometheus-worker.mjs', import.meta.url);
