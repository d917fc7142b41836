import type { IRouter, Request, RequestHandler } from 'express';
import {
  type RequestOptions,
  type GroupKey,
  groupKey,
  outcomeOf,
  quote,
  type TargetGroupInput,
  type TargetGroupService,
  type Transition,
} from '@target-eye/domain';
import { answer } from '../../http/answer/answer.js';
import { exchangeOf, knownKey } from '../../http/request/exchange.js';
import type { BodyReader } from '../../http/body/body-reader.js';
import type { HttpEvents } from '../../http/events/http-events.js';
import type { Guard } from '../../http/request/guard.js';
import { refuseCrossSite } from '../../http/request/cross-site.js';
import { allowOnly, GROUP_METHODS } from '../../http/answer/method-not-allowed.js';
import { RenderedGroups } from './rendered-groups.js';
import { requestFault } from '../../http/answer/request-error.js';

interface RouteParts {
  readonly service: TargetGroupService;
  readonly guard: Guard;
  readonly events: HttpEvents;
  readonly bodies: BodyReader;
}

/** Adds `/<application>/<environment>`: one handler per verb. */
export function addTargetGroupRoutes(router: IRouter, parts: RouteParts): void {
  const { service, guard, bodies } = parts;
  const answers = new RenderedGroups();

  const show: RequestHandler = async (request, response) => {
    answer(response, 200, answers.showing(await service.show(keyOf(request))));
  };
  const replace = change((key, input, options) => service.replace(key, input ?? {}, options), parts, answers);
  const add = change((key, input, options) => service.add(key, input ?? {}, options), parts, answers);
  const remove = change((key, input, options) => service.remove(key, input, options), parts, answers);

  router
    .route('/:application/:environment')
    .all(skipReserved)
    .get(guard.read, show)
    .put(begin, refuseCrossSite, guard.write, bodies.read, replace)
    .post(begin, refuseCrossSite, guard.write, bodies.read, add)
    .delete(begin, refuseCrossSite, guard.write, bodies.read, remove)
    .all(guard.read, allowOnly(GROUP_METHODS));
}

/** The application `-` is the service itself, as in the URLs of Prometheus; what it does not have is no group. */
const skipReserved: RequestHandler = (request, _response, next) => {
  if (request.params['application'] === '-') next('route');
  else next();
};

/** Says which group a change is about before anything can go wrong with it. */
const begin: RequestHandler = (request, response, next) => {
  exchangeOf(response).key = keyOf(request);
  next();
};

/**
 * Answers a change with the group as it is stored now, together with what others changed at the same time, or with what
 * was removed, and logs who changed what.
 */
function change(
  apply: (key: GroupKey, input: TargetGroupInput | undefined, options: RequestOptions) => Promise<Transition>,
  { guard, events, bodies }: RouteParts,
  answers: RenderedGroups,
): RequestHandler {
  return async (request, response) => {
    refuseQuery(request);
    const exchange = exchangeOf(response);
    const { caller, source } = exchange;
    const key = knownKey(exchange);
    const transition = await apply(key, await bodies.inputOf(request), {
      source,
      mayTakeOver: (named) => guard.mayAlsoWrite(caller, named),
    });
    const { before, after, stored } = transition;
    events.changed(exchange, outcomeOf(before, after), { key, ...transition });
    answer(response, 200, answers.showing(after === undefined ? before : (stored?.group ?? after)));
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
