import { oneOf } from '../operator-files/values.js';

/** Whether a client shows a certificate. The names and numbers are those of Python's `ssl.VerifyMode`. */
export type VerifyMode = 'none' | 'optional' | 'required';

export const verifyMode = oneOf<VerifyMode>('a verify mode', {
  CERT_NONE: 'none',
  CERT_OPTIONAL: 'optional',
  CERT_REQUIRED: 'required',
  0: 'none',
  1: 'optional',
  2: 'required',
});
