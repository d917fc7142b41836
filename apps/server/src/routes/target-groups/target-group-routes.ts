import type { IRouter, RequestHandler, Response } from 'express';
import {
  type RequestOptions,
  type GroupKey,
  isSameGroup,
  type MadeChange,
  outcomeOf,
  type TargetGroup,
  type TargetGroupInput,
  type TargetGroupService,
  type Wish,
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
  readonly waiting: Waiting;
  readonly aged: RequestHandler;
}

/** What lets requests wait until targets are up. */
interface Waiting {
  /** @throws RequestError where the request cannot wait */
  enter(response: Response): {
    /**
     * Resolves when they are, and with `undefined` when the client has left.
     * @throws where they are not up in time, or will not be
     */
    untilUp(wish: Wish, patience: number): Promise<unknown>;
  };
}

/** Adds `/<application>/<environment>`: one handler per verb. */
export function addTargetGroupRoutes(router: IRouter, parts: RouteParts): void {
  const { service, guard, bodies, aged } = parts;
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
    .get(guard.read, aged, show)
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
  apply: (key: GroupKey, input: TargetGroupInput | undefined, options: RequestOptions) => Promise<MadeChange>,
  { guard, events, bodies, waiting }: RouteParts,
  answers: RenderedGroups,
): RequestHandler {
  return async (request, response) => {
    const exchange = exchangeOf(response);
    const { caller, source } = exchange;
    const key = knownKey(exchange);
    const { patience, ...manner } = manners.get(response) ?? {};
    const place = patience === undefined ? undefined : waiting.enter(response);
    const input = await bodies.inputOf(request);
    const made = await apply(key, input, {
      ...manner,
      source,
      mayTakeOver: (named) => guard.mayAlsoWrite(caller, named),
    });
    const { before, after, stored } = made;
    if (exchange.act === 'change') events.changed(exchange, outcomeOf(before, after), { key, ...made });
    if (place !== undefined && patience !== undefined && after !== undefined) {
      const given = request.method === 'PUT' ? after : givenIn(made, input);
      const since = isSameGroup(before, after) ? stored?.changedAt : undefined;
      const seen = await place.untilUp({ key, change: { made: after, given, since } }, patience);
      if (seen === undefined) return;
    }
    const isShownStored = after !== undefined && stored !== undefined;
    answerRendered(response, isShownStored ? answers.showing(stored) : renderOnce(after ?? before));
  };
}

/** What the body of a request asks a group to hold. */
function givenIn({ given }: MadeChange, input: TargetGroupInput | undefined): TargetGroup {
  return { targets: given.map(({ target }) => target), labels: input?.labels ?? {} };
}

function answerRendered(response: Response, { body, headers }: RenderedGroup): void {
  answer(response, 200, body, headers);
}
