import type { CallOptions, Send } from '../transport/send.js';
import type { StatusHistory } from '@target-eye/http-api';
import { hasSamples } from './bodies.js';

/** Tells how many targets there were of each status in the last hour, whenever somebody wanted to know. */
export async function history(send: Send, { signal }: CallOptions = {}): Promise<StatusHistory> {
  const { body } = await send({ method: 'GET', path: '/-/ui/history', signal, isExpected: hasSamples });
  return body as StatusHistory;
}
