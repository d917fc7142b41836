/** Where the entry of the thread that parses large bodies is: beside this module, and beside the bundle. */
export const BODY_WORKER = new URL('./body-worker.mjs', import.meta.url);
