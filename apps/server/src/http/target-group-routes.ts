import { type Request, type RequestHandler, Router } from 'express';
import {
  difference,
  encodeFileSd,
  type GroupKey,
  groupKey,
  isSameGroup,
  quote,
  type TargetGroup,
  type TargetGroupInput,
  type TargetGroupService,
  type Transition,
} from '@target-eye/domain';
import type { Logger } from '../logging/logger.js';
import { answer } from './answer.js';
import { describeDifference, describeRequest, setGroup } from './audit.js';
import { inputOf, readBody } from './body/read-input.js';
import type { ChangeOutcome, HttpObserver } from './http-observer.js';
import type { Guard } from './guard.js';
import { refuseCrossSite } from './cross-site.js';
import { allowOnly, GROUP_METHODS } from './method-not-allowed.js';
import { requestFault } from './request-error.js';

interface RouteParts {
  readonly service: TargetGroupService;
  readonly guard: Guard;
  readonly observer: HttpObserver;
  readonly log: Logger;
  readonly maxBodySize: number;
}

/** `/<application>/<environment>`: one handler per verb. */
export function targetGroupRoutes(parts: RouteParts): Router {
  const { service, guard, observer, log, maxBodySize } = parts;
  const body = readBody(maxBodySize);
  const mayWrite = guard.write(keyOf);

  const show: RequestHandler = async (request, response) => {
    answer(response, 200, encodeFileSd(await service.show(keyOf(request))));
  };
  const replace = change((key, input) => service.replace(key, input ?? {}), observer, log);
  const add = change((key, input) => service.add(key, input ?? {}), observer, log);
  const remove = change((key, input) => service.remove(key, input), observer, log);

  const router = Router({ strict: true, caseSensitive: true });
  router
    .route('/:application/:environment')
    .get(guard.read, show)
    .put(begin, refuseCrossSite, mayWrite, body, replace)
    .post(begin, refuseCrossSite, mayWrite, body, add)
    .delete(begin, refuseCrossSite, mayWrite, body, remove)
    .all(guard.read, allowOnly(GROUP_METHODS));
  return router;
}

/** Says which group a change is about before anything can go wrong with it. */
const begin: RequestHandler = (request, response, next) => {
  setGroup(response, keyOf(request));
  next();
};

/** Answers a change with the group as it is now, or with what was removed, and logs who changed what. */
function change(
  apply: (key: GroupKey, input: TargetGroupInput | undefined) => Promise<Transition>,
  observer: HttpObserver,
  log: Logger,
): RequestHandler {
  return async (request, response) => {
    const key = keyOf(request);
    refuseQuery(request);
    const { before, after } = await apply(key, inputOf(request));
    const outcome = outcomeOf(before, after);
    observer.changed(request.method, outcome);
    log.info('change', {
      ...describeRequest(request, response),
      outcome,
      ...describeDifference(difference(before, after)),
    });
    answer(response, 200, encodeFileSd(after ?? before));
  };
}

function keyOf(request: Request): GroupKey {
  const { application, environment } = request.params;
  return groupKey(String(application), String(environment));
}

/** Ignoring a query would make `curl -G -X DELETE -d targets=…` remove the whole group. */
function refuseQuery(request: Request): void {
  const query = request.url.indexOf('?');
  if (query !== -1)
    throw requestFault(
      'query_not_understood',
      `${quote(request.url.slice(query))} in the URL is not understood; targets and labels go into the body`,
    );
}

function outcomeOf(before: TargetGroup | undefined, after: TargetGroup | undefined): ChangeOutcome {
  if (after === undefined) return 'removed';
  if (before === undefined) return 'created';
  return isSameGroup(before, after) ? 'unchanged' : 'changed';
}
