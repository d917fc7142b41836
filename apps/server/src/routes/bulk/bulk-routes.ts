import type { IRouter, Request, RequestHandler } from 'express';
import {
  type BulkOptions,
  type BulkResult,
  type BulkService,
  fault,
  inTurns,
  outcomeOf,
  type Turns,
} from '@target-eye/domain';
import { answer } from '../../http/answer/answer.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { requestFault } from '../../http/answer/request-error.js';
import type { BodyReader } from '../../http/body/body-reader.js';
import type { HttpEvents } from '../../http/events/http-events.js';
import { preconditionOf } from '../../http/request/conditions.js';
import { refuseCrossSite } from '../../http/request/cross-site.js';
import { exchangeOf } from '../../http/request/exchange.js';
import { GROUP_FILTER, selectorOf, TARGET_PATTERNS } from '../../http/request/group-filter.js';
import type { Guard } from '../../http/request/guard.js';
import { FLAG, type ParameterTable, type Query, readQuery, wholeNumber } from '../../http/request/query.js';
import { bulkAnswer } from './bulk-answer.js';

interface BulkParts {
  readonly bulk: BulkService;
  readonly guard: Guard;
  readonly events: HttpEvents;
  readonly bodies: BodyReader;
  readonly turns: Turns;
}

/** More targets than any directory has. */
const MAX_FORCE = 1_000_000_000;

/** The parameters of every request that changes many groups. */
const CHANGE = { dry_run: FLAG, force: wholeNumber(0, MAX_FORCE) } satisfies ParameterTable;
const REPLACE = { ...GROUP_FILTER, prune: FLAG, ...CHANGE } satisfies ParameterTable;
const REMOVE = { ...GROUP_FILTER, ...CHANGE } satisfies ParameterTable;
const RETIRE = { target: TARGET_PATTERNS, ...CHANGE } satisfies ParameterTable;

/**
 * Adds PUT and DELETE of `/api/v1/groups`, which leave other methods of that URL to others, and DELETE of
 * `/api/v1/targets`.
 */
export function addBulkRoutes(router: IRouter, parts: BulkParts): void {
  const { bulk, guard, bodies } = parts;

  const replace = changeMany(REPLACE, parts, async (query, options, request) => {
    const groups = await bodies.groupsOf(request);
    if (groups === undefined) throw fault('', 'nothing_given', 'the request has no body, and so no groups');
    return bulk.replace(groups, { ...options, selector: selectorOf(query), isPruning: query.prune });
  });
  const remove = changeMany(REMOVE, parts, (query, options) => {
    if ([query.application, query.environment, query.target, query.label].every(({ length }) => length === 0))
      throw chooseSome('which groups to remove', Object.keys(GROUP_FILTER));
    return bulk.remove(selectorOf(query), options);
  });
  const retire = changeMany(RETIRE, parts, ({ target }, options) => {
    if (target.length === 0) throw chooseSome('which target to remove', ['target']);
    return bulk.retire(target, options);
  });

  router
    .route('/api/v1/groups')
    .put(refuseCrossSite, guard.writeSome, bodies.read, replace)
    .delete(refuseCrossSite, guard.writeSome, refuseBody, remove);
  router
    .route('/api/v1/targets')
    .delete(refuseCrossSite, guard.writeSome, refuseBody, retire)
    .all(guard.read, refuseOthers('/api/v1/targets'));
}

/** Answers with what became of the groups, and reports every change as soon as it is made. */
function changeMany<Table extends typeof CHANGE & ParameterTable>(
  table: Table,
  { guard, events, turns }: BulkParts,
  apply: (query: Query<Table>, options: BulkOptions, request: Request) => Promise<BulkResult>,
): RequestHandler {
  return async (request, response) => {
    const query = readQuery(request.url, table);
    const { dry_run: dryRun, force } = query as Query<typeof CHANGE>;
    const exchange = exchangeOf(response);
    const { caller, source, method } = exchange;
    if (dryRun) exchange.act = 'trial';
    const options: BulkOptions = {
      source,
      dryRun,
      force,
      onlyIf: revisionsIn(request),
      authorize: (key) => {
        guard.checkWrite(exchange, key);
      },
      mayTakeOver: (named) => guard.mayAlsoWrite(caller, named),
      made: (change) => {
        const outcome = outcomeOf(change.before, change.after);
        if (!dryRun && outcome !== 'unchanged') events.changed(exchange, outcome, change);
      },
    };
    const result = await apply(query, options, request);
    if (!dryRun) events.changedMany(exchange, result);
    const { lead, body } = await inTurns(bulkAnswer(result, method), turns);
    if (lead !== undefined) {
      events.failed(exchange, lead.failure, lead.error);
      for (const [name, value] of Object.entries(lead.failure.headers)) response.setHeader(name, value);
    }
    answer(response, lead?.failure.status ?? 200, body);
  };
}

/** The revisions that the collection, which is always there, may have. */
function revisionsIn(request: Request): BulkOptions['onlyIf'] {
  const precondition = preconditionOf(request);
  if (precondition === 'absent')
    throw requestFault(
      'bad_request',
      'the header If-None-Match has no meaning for many groups; send If-Match with the revision of all groups',
    );
  return typeof precondition === 'object' ? precondition.anyOf : undefined;
}

/** Such a body would say what to remove, and the request does something else. */
const refuseBody: RequestHandler = ({ headers, method, path }, _response, next) => {
  const { 'content-length': length = '0' } = headers;
  const announcing = ['transfer-encoding', 'content-type', 'content-encoding'].some((name) => name in headers);
  if (announcing || length !== '0')
    throw requestFault(
      'bad_request',
      `${method} ${path} takes no body, and the request has or announces one; the query says what is removed`,
    );
  next();
};

function chooseSome(what: string, parameters: readonly string[]): Error {
  return requestFault('query_invalid', `the query has to say ${what}: give ${parameters.join(' or ')}`);
}
