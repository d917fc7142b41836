import { type Client, type ClientOptions, createClient } from '@target-eye/client';
import { useApi } from '../../../../apps/server/test/support/api.js';

/** Clients of a service of its own for each test, which they reach over a socket. */
export function useService(...options: Parameters<typeof useApi>): (given?: Partial<ClientOptions>) => Client {
  const api = useApi(...options);
  return (given) => createClient({ url: `http://127.0.0.1:${String(api.port)}`, ...given });
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it is not rejected');
}
