import type { IRouter } from 'express';
import { answerWith } from '../../http/answer/answer.js';
import type { Guard } from '../../http/request/guard.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { type Exposition, SharedExposition } from './shared-exposition.js';

/** Adds `/metrics`, Prometheus' default path, for those who may read. */
export function addMetricsRoutes(router: IRouter, guard: Guard, exposition: Exposition): void {
  const shared = new SharedExposition(exposition);
  router
    .route('/metrics')
    .get(guard.read, async (_request, response) => {
      const text = await shared.metrics();
      answerWith(response, 200, shared.contentType, text);
    })
    .all(guard.read, refuseOthers('/metrics'));
}
