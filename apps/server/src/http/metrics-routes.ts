import { Router } from 'express';
import type { Guard } from './guard.js';
import { allowOnly } from './method-not-allowed.js';

/** The metrics as text for Prometheus, and what kind of text it is. */
export interface Exposition {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** `/metrics`, Prometheus' default path, for those who may read. */
export function metricsRoutes(guard: Guard, exposition: Exposition): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router
    .route('/metrics')
    .get(guard.read, async (_request, response) => {
      const text = await exposition.metrics();
      response.setHeader('Content-Type', exposition.contentType);
      response.setHeader('Content-Length', Buffer.byteLength(text));
      response.end(text);
    })
    .all(guard.read, allowOnly('GET, HEAD'));
  return router;
}
