/** The version of the service, the same as in its package. */
export const VERSION = '1.0.0';

/** How the service calls itself to those it talks to over HTTP. */
export const PRODUCT = `target-eye/${VERSION}`;
