import type { IRouter, RequestHandler } from 'express';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { exchangeOf } from '../../http/request/exchange.js';
import { GROUP_SEARCH } from '../../http/request/group-filter.js';
import type { Guard } from '../../http/request/guard.js';
import { readQuery, TEXT, wholeNumber } from '../../http/request/query.js';
import { keyOf } from '../../http/request/url-key.js';
import { patienceOf, prometheusNotSet, WAITING } from '../../http/request/wait.js';

interface StatusParts {
  readonly guard: Guard;
}

const MAX_LIMIT = 10_000;

const STATUS_PARAMETERS = { ...GROUP_SEARCH, limit: wholeNumber(1, MAX_LIMIT), after: TEXT };

/** Adds what says what became of targets in Prometheus: of one group, and of all. */
export function addStatusRoutes(router: IRouter, { guard }: StatusParts): void {
  router
    .route('/api/v1/groups/:application/:environment/status')
    .get(guard.read, showGroup)
    .all(guard.read, refuseOthers('/api/v1/groups/<application>/<environment>/status'));
  router.route('/api/v1/status').get(guard.read, showAll).all(guard.read, refuseOthers('/api/v1/status'));
}

const showGroup: RequestHandler = (request, response) => {
  exchangeOf(response).key = keyOf(request);
  patienceOf(readQuery(request.url, WAITING));
  throw prometheusNotSet();
};

const showAll: RequestHandler = (request) => {
  readQuery(request.url, STATUS_PARAMETERS);
  throw prometheusNotSet();
};
