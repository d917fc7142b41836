import { type ServiceAddress, serviceUrl } from '../elements/curl.js';
import { login } from './session.js';

/** The service as lines to copy name it. */
export function thisService(): ServiceAddress {
  const { value } = login;
  const kind = value === undefined ? undefined : 'token' in value ? 'token' : 'password';
  return { url: serviceUrl(globalThis.location), login: kind };
}
