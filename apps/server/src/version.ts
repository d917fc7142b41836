/** The version of the service, the same as in its package. */
export const VERSION = '1.0.0';
