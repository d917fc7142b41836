import type { CallOptions, Send } from '../transport/send.js';
import type { About } from '@target-eye/http-api';

/** Tells who one is to the service, which groups one may write, and where Prometheus and the files for it are. */
export async function about(send: Send, { signal }: CallOptions = {}): Promise<About> {
  const { body } = await send({ method: 'GET', path: '/-/ui/about', signal, isExpected: saysWhoCalls });
  return body as About;
}

function saysWhoCalls(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'caller' in body;
}
