import type { Fetch } from '@target-eye/client';

/**
 * As `fetch`, but the browser never asks for a login of its own: the page does. To a request with this header the service
 * offers no scheme that browsers know. To leave out credentials would keep the browser from asking too, but a proxy in
 * front may need its cookies, and the service a client certificate.
 */
export const quietFetch: Fetch = (url, { headers, ...options }) =>
  fetch(url, { ...options, headers: { ...headers, 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'same-origin' });
