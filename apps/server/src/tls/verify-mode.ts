import { oneOf } from '../operator-files/values.js';

/**
 * Whether a client must show a certificate. The names and numbers of the setting are those of Python's
 * `ssl.VerifyMode`.
 */
export type VerifyMode = 'none' | 'optional' | 'required';

export const verifyMode = oneOf<VerifyMode>('a verify mode', {
  CERT_NONE: 'none',
  CERT_OPTIONAL: 'optional',
  CERT_REQUIRED: 'required',
  0: 'none',
  1: 'optional',
  2: 'required',
});
