/** The version of the command, the same as in its package. */
export const VERSION = '1.0.0';
