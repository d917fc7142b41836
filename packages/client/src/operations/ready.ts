import { TargetEyeError } from '../transport/error.js';
import type { CallOptions, Send } from '../transport/send.js';

/** Whether the service can store changes; `reason` says why not. */
export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly reason: string };

/** Asks whether the service can store changes, once: not being ready is an answer too. */
export async function ready(send: Send, { signal }: CallOptions = {}): Promise<Readiness> {
  try {
    await send({
      method: 'GET',
      path: '/-/ready',
      signal,
      isExpected: isReadiness,
      isTriedOnce: true,
    });
    return { isReady: true };
  } catch (error) {
    if (error instanceof TargetEyeError && error.code === 'not_ready') return { isReady: false, reason: error.message };
    throw error;
  }
}

function isReadiness(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'status' in body;
}
