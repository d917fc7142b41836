/** Where the entry of the thread that understands large bodies is: beside this module, and beside the bundle. */
export const BODY_WORKER = new URL('./body-worker.mjs', import.meta.url);
