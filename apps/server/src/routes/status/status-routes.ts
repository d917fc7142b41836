import type { IRouter, RequestHandler, Response } from 'express';
import { type GroupListing, type GroupStatus, inTurns, type ScrapeStatus, type Turns } from '@target-eye/domain';
import { answer } from '../../http/answer/answer.js';
import { joinedText } from '../../http/answer/joined-text.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { exchangeOf, knownKey } from '../../http/request/exchange.js';
import { GROUP_SEARCH, selectorOf } from '../../http/request/group-filter.js';
import type { Guard } from '../../http/request/guard.js';
import { DEFAULT_PAGE_LIMIT, PAGE_LIMIT } from '../../http/request/page-token.js';
import { readQuery } from '../../http/request/query.js';
import { noteKey } from '../../http/request/url-key.js';
import { patienceOf, prometheusNotSet, WAITING } from '../../http/request/wait.js';
import type { Advisor } from './advice.js';
import { encodeGroupStatus, encodeSummary } from './encoded-status.js';
import { PLACE_TOKEN } from './place-token.js';
import type { WaitingRequests } from './waiting-requests.js';

export interface StatusParts {
  readonly listing: GroupListing;
  /** `undefined` where there is no Prometheus to ask. */
  readonly status: ScrapeStatus | undefined;
  readonly waiting: WaitingRequests;
  readonly advise: Advisor;
  readonly guard: Guard;
  readonly turns: Turns;
  readonly aged: RequestHandler;
}

const STATUS_PARAMETERS = { ...GROUP_SEARCH, limit: PAGE_LIMIT, after: PLACE_TOKEN };

/** Adds what says what became of targets in Prometheus: of one group, and of all. */
export function addStatusRoutes(router: IRouter, parts: StatusParts): void {
  const { guard, aged } = parts;
  router
    .route('/api/v1/groups/:application/:environment/status')
    .get(guard.read, aged, noteKey, showGroup(parts))
    .all(guard.read, refuseOthers('/api/v1/groups/<application>/<environment>/status'));
  router.route('/api/v1/status').get(guard.read, aged, showAll(parts)).all(guard.read, refuseOthers('/api/v1/status'));
}

function showGroup({ listing, status, waiting, advise, turns }: StatusParts): RequestHandler {
  const answerWith = async (response: Response, seen: GroupStatus): Promise<void> => {
    answer(response, 200, await inTurns(joinedText(encodeGroupStatus(seen, advise)), turns));
  };
  return async (request, response) => {
    const patience = patienceOf(readQuery(request.url, WAITING));
    if (status === undefined) throw prometheusNotSet();
    const key = knownKey(exchangeOf(response));
    if (patience === undefined) {
      await answerWith(response, await status.ofGroup(await listing.show(key)));
      return;
    }
    const place = waiting.enter(response);
    const seen = await place.untilUp({ key: (await listing.show(key)).key }, patience);
    if (seen !== undefined) await answerWith(response, seen);
  };
}

function showAll({ status, advise, turns }: StatusParts): RequestHandler {
  return async (request, response) => {
    const { limit = DEFAULT_PAGE_LIMIT, after, ...filter } = readQuery(request.url, STATUS_PARAMETERS);
    if (status === undefined) throw prometheusNotSet();
    const summary = await status.ofAll({ selector: selectorOf(filter), limit, after });
    answer(response, 200, await inTurns(joinedText(encodeSummary(summary, advise)), turns));
  };
}
