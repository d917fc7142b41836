import { fileURLToPath } from 'node:url';

/** Where the entry of the thread that parses large bodies is: beside this module, and beside the bundle. */
export const BODY_WORKER = new URL('./body-worker.mjs', import.meta.url);

/** Where the entry of the thread that asks a Prometheus is. */
export const PROMETHEUS_WORKER = new URL('./prometheus-worker.mjs', import.meta.url);

/** Set where the bundle is made. */
declare const PAGE_BESIDE_BUNDLE: string | undefined;

/** The folder of the page as it was built: beside the bundle, in a checkout where the build of the page puts it. */
export const PAGE_FILES = fileURLToPath(
  new URL(typeof PAGE_BESIDE_BUNDLE === 'undefined' ? '../../page/build' : PAGE_BESIDE_BUNDLE, import.meta.url),
);
