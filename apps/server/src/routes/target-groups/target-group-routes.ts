import type { IRouter, RequestHandler, Response } from 'express';
import {
  type RequestOptions,
  type GroupKey,
  outcomeOf,
  type TargetGroupInput,
  type TargetGroupService,
  type Transition,
} from '@target-eye/domain';
import { answer, answerNotModified } from '../../http/answer/answer.js';
import { entityTag, isKnownToClient } from '../../http/request/conditions.js';
import { exchangeOf, knownKey } from '../../http/request/exchange.js';
import { keyOf } from '../../http/request/url-key.js';
import type { BodyReader } from '../../http/body/body-reader.js';
import type { HttpEvents } from '../../http/events/http-events.js';
import type { Guard } from '../../http/request/guard.js';
import { refuseCrossSite } from '../../http/request/cross-site.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { type ChangeManner, mannerOf } from './change-manner.js';
import { type RenderedGroup, RenderedGroups, renderOnce } from './rendered-groups.js';

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
    const stored = await service.show(keyOf(request));
    const tag = stored && entityTag(stored.revision);
    if (tag !== undefined && isKnownToClient(request, tag)) {
      response.setHeader('ETag', tag);
      answerNotModified(response);
    } else answerRendered(response, answers.showing(stored));
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
    .all(guard.read, refuseOthers('/<application>/<environment>'));
}

/** The application `-` is the service itself, as in the URLs of Prometheus; what it does not have is no group. */
const skipReserved: RequestHandler = (request, _response, next) => {
  if (request.params['application'] === '-') next('route');
  else next();
};

/** How the changes are to be made that have begun. */
const manners = new WeakMap<Response, ChangeManner>();

/** Says which group a change is about, and whether it is only tried, before anything can go wrong with it. */
const begin: RequestHandler = (request, response, next) => {
  const exchange = exchangeOf(response);
  exchange.key = keyOf(request);
  const manner = mannerOf(request);
  manners.set(response, manner);
  if (manner.dryRun) exchange.act = 'trial';
  next();
};

/**
 * Answers a change with the group as it is stored now, together with what others changed at the same time, or with what
 * was removed, and logs who changed what. One that is only tried is answered in the same way.
 */
function change(
  apply: (key: GroupKey, input: TargetGroupInput | undefined, options: RequestOptions) => Promise<Transition>,
  { guard, events, bodies }: RouteParts,
  answers: RenderedGroups,
): RequestHandler {
  return async (request, response) => {
    const exchange = exchangeOf(response);
    const { caller, source } = exchange;
    const key = knownKey(exchange);
    const transition = await apply(key, await bodies.inputOf(request), {
      ...manners.get(response),
      source,
      mayTakeOver: (named) => guard.mayAlsoWrite(caller, named),
    });
    const { before, after, stored } = transition;
    if (exchange.act === 'change') events.changed(exchange, outcomeOf(before, after), { key, ...transition });
    const isShownStored = after !== undefined && stored !== undefined;
    answerRendered(response, isShownStored ? answers.showing(stored) : renderOnce(after ?? before));
  };
}

function answerRendered(response: Response, { body, headers }: RenderedGroup): void {
  answer(response, 200, body, headers);
}
