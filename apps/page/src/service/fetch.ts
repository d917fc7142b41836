import type { Fetch } from '@target-eye/client';

/** As `fetch`, but the browser never asks for a login of its own: the page does. */
export const quietFetch: Fetch = (url, options) => fetch(url, { ...options, credentials: 'omit' });
