import type { IRouter, Request, RequestHandler, Response } from 'express';
import {
  type CountedListRequest,
  type GroupListing,
  type GroupNames,
  inTurns,
  type ScrapeStatus,
  type Turns,
} from '@target-eye/domain';
import { answer } from '../../http/answer/answer.js';
import { joinedText } from '../../http/answer/joined-text.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { answeredNotModified, revisionOfBytes, revisionOfPart } from '../../http/answer/not-modified.js';
import { exchangeOf, knownKey } from '../../http/request/exchange.js';
import { GROUP_SEARCH, selectorOf, STATUSES } from '../../http/request/group-filter.js';
import type { Guard } from '../../http/request/guard.js';
import { DEFAULT_PAGE_LIMIT, PAGE_LIMIT } from '../../http/request/page-token.js';
import { FLAG, queryOf, readQuery } from '../../http/request/query.js';
import { noteKey } from '../../http/request/url-key.js';
import { prometheusNotSet } from '../../http/request/wait.js';
import { describeCounted, describeGroup, encodePage } from './encoded-groups.js';
import { PAGE_TOKEN } from './page-token.js';

export interface ListingParts {
  readonly listing: GroupListing;
  /** `undefined` where there is no Prometheus to ask. */
  readonly status: ScrapeStatus | undefined;
  readonly names: GroupNames;
  readonly guard: Guard;
  readonly turns: Turns;
  readonly aged: RequestHandler;
}

const LIST_PARAMETERS = { ...GROUP_SEARCH, limit: PAGE_LIMIT, after: PAGE_TOKEN, status: STATUSES, statuses: FLAG };

/**
 * Adds what shows groups and all that is known of them: GET of `/api/v1/groups`, which leaves other methods to others, and
 * below it one group.
 */
export function addListingRoutes(router: IRouter, parts: ListingParts): void {
  const { guard, aged } = parts;
  router.route('/api/v1/groups').get(guard.read, aged, list(parts));
  router
    .route('/api/v1/groups/:application/:environment')
    .get(guard.read, aged, noteKey, show(parts))
    .all(guard.read, refuseOthers('/api/v1/groups/<application>/<environment>'));
}

function list(parts: ListingParts): RequestHandler {
  const { listing, turns } = parts;
  return async (request, response) => {
    const query = readQuery(request.url, LIST_PARAMETERS);
    const { limit = DEFAULT_PAGE_LIMIT, after, status: statuses, statuses: isCounted, ...filter } = query;
    const wanted = { selector: selectorOf(filter), limit, after };
    if (isCounted || statuses.length > 0) {
      await answerCounted(parts, { request, response, wanted: { ...wanted, statuses }, isCounted });
      return;
    }
    const page = await listing.list(wanted);
    const revision = revisionOfPart(page.revision, queryOf(request.url));
    if (answeredNotModified(request, response, { revision })) return;
    answer(response, 200, await inTurns(joinedText(encodePage(page, describeGroup)), turns));
  };
}

async function answerCounted(
  { status, turns }: ListingParts,
  { request, response, wanted, isCounted }: CountedExchange,
): Promise<void> {
  if (status === undefined) throw prometheusNotSet();
  const page = await status.list(wanted);
  const bytes = await inTurns(joinedText(encodePage(page, isCounted ? describeCounted : describeGroup)), turns);
  // What becomes of targets changes while the groups stay as they are.
  const revision = await inTurns(revisionOfBytes(bytes), turns);
  if (!answeredNotModified(request, response, { revision })) answer(response, 200, bytes);
}

/** A request for a list by what became of targets. */
interface CountedExchange {
  readonly request: Request;
  readonly response: Response;
  readonly wanted: CountedListRequest;
  /** Whether each group says how many of its targets there are of each status. */
  readonly isCounted: boolean;
}

function show({ listing, names }: ListingParts): RequestHandler {
  return async (request, response) => {
    readQuery(request.url, {});
    const key = knownKey(exchangeOf(response));
    const stored = await listing.show(key);
    if (answeredNotModified(request, response, stored)) return;
    answer(response, 200, `${JSON.stringify({ ...describeGroup(stored), file: names.nameOf(key) })}\n`);
  };
}
