import type { Request, RequestHandler } from 'express';
import { type GroupKey, groupKey } from '@target-eye/domain';
import { exchangeOf } from './exchange.js';

/**
 * The target group that the URL of a route with `:application` and `:environment` names.
 * @throws TargetGroupError `invalid_name`
 */
export function keyOf({ params: { application, environment } }: Request): GroupKey {
  return groupKey(String(application), String(environment));
}

/** Says which group a request is about before anything can go wrong with it. */
export const noteKey: RequestHandler = (request, response, next) => {
  exchangeOf(response).key = keyOf(request);
  next();
};
