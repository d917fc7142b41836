import type { IRouter, RequestHandler } from 'express';
import { type GroupListing, type GroupNames, inTurns, type Turns } from '@target-eye/domain';
import { answer } from '../../http/answer/answer.js';
import { joinedText } from '../../http/answer/joined-text.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { answeredNotModified, revisionOfPart } from '../../http/answer/not-modified.js';
import { exchangeOf, knownKey } from '../../http/request/exchange.js';
import { GROUP_SEARCH, selectorOf } from '../../http/request/group-filter.js';
import type { Guard } from '../../http/request/guard.js';
import { DEFAULT_PAGE_LIMIT, PAGE_LIMIT } from '../../http/request/page-token.js';
import { queryOf, readQuery } from '../../http/request/query.js';
import { noteKey } from '../../http/request/url-key.js';
import { describeGroup, encodePage } from './encoded-groups.js';
import { PAGE_TOKEN } from './page-token.js';

export interface ListingParts {
  readonly listing: GroupListing;
  readonly names: GroupNames;
  readonly guard: Guard;
  readonly turns: Turns;
}

const LIST_PARAMETERS = { ...GROUP_SEARCH, limit: PAGE_LIMIT, after: PAGE_TOKEN };

/**
 * Adds what shows groups and all that is known of them: GET of `/api/v1/groups`, which leaves other methods to others, and
 * below it one group.
 */
export function addListingRoutes(router: IRouter, parts: ListingParts): void {
  const { guard } = parts;
  router.route('/api/v1/groups').get(guard.read, list(parts));
  router
    .route('/api/v1/groups/:application/:environment')
    .get(guard.read, noteKey, show(parts))
    .all(guard.read, refuseOthers('/api/v1/groups/<application>/<environment>'));
}

function list({ listing, turns }: ListingParts): RequestHandler {
  return async (request, response) => {
    const { limit = DEFAULT_PAGE_LIMIT, after, ...filter } = readQuery(request.url, LIST_PARAMETERS);
    const page = await listing.list({ selector: selectorOf(filter), limit, after });
    const revision = revisionOfPart(page.revision, queryOf(request.url));
    if (answeredNotModified(request, response, { revision })) return;
    answer(response, 200, await inTurns(joinedText(encodePage(page)), turns));
  };
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
