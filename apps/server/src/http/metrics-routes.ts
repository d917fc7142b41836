import type { IRouter } from 'express';
import { answerWith } from './answer.js';
import type { Guard } from './guard.js';
import { allowOnly } from './method-not-allowed.js';

/** The metrics as text for Prometheus, and what kind of text it is. */
export interface Exposition {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** Adds `/metrics`, Prometheus' default path, for those who may read. */
export function addMetricsRoutes(router: IRouter, guard: Guard, exposition: Exposition): void {
  router
    .route('/metrics')
    .get(guard.read, async (_request, response) => {
      const text = await exposition.metrics();
      answerWith(response, 200, exposition.contentType, text);
    })
    .all(guard.read, allowOnly('GET, HEAD'));
}
