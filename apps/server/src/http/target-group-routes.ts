import { type Request, type RequestHandler, Router } from 'express';
import {
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
import type { Logger } from '../logger.js';
import { answer } from './answer.js';
import { inputOf, readBody } from './body/read-input.js';
import { clientOf } from './client.js';
import { allowOnly, GROUP_METHODS } from './method-not-allowed.js';
import { requestFault } from './request-error.js';

/** `/<application>/<environment>`: one handler per verb. */
export function targetGroupRoutes(service: TargetGroupService, log: Logger, maxBodySize: number): Router {
  const body = readBody(maxBodySize);

  const show: RequestHandler = async (request, response) => {
    answer(response, 200, encodeFileSd(await service.show(keyOf(request))));
  };
  const replace = change((key, input) => service.replace(key, input ?? {}), log);
  const add = change((key, input) => service.add(key, input ?? {}), log);
  const remove = change((key, input) => service.remove(key, input), log);

  const router = Router({ strict: true, caseSensitive: true });
  router
    .route('/:application/:environment')
    .get(show)
    .put(body, replace)
    .post(body, add)
    .delete(body, remove)
    .all(allowOnly(GROUP_METHODS));
  return router;
}

/** Answers a change with the group as it is now, or with what was removed, and logs who changed what. */
function change(
  apply: (key: GroupKey, input: TargetGroupInput | undefined) => Promise<Transition>,
  log: Logger,
): RequestHandler {
  return async (request, response) => {
    const key = keyOf(request);
    refuseQuery(request);
    const { before, after } = await apply(key, inputOf(request));
    log.info('change', {
      client: clientOf(request),
      verb: request.method,
      group: `${key.application}/${key.environment}`,
      outcome: outcomeOf(before, after),
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

function outcomeOf(before: TargetGroup | undefined, after: TargetGroup | undefined): string {
  if (after === undefined) return 'removed';
  if (before === undefined) return 'created';
  return isSameGroup(before, after) ? 'unchanged' : 'changed';
}
