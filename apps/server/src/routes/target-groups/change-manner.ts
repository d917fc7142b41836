import type { Request } from 'express';
import { type Precondition, quote } from '@target-eye/domain';
import { requestFault } from '../../http/answer/request-error.js';
import { preconditionOf } from '../../http/request/conditions.js';
import { FLAG, readQuery } from '../../http/request/query.js';
import { patienceOf, WAITING } from '../../http/request/wait.js';

/** What the URL and the headers of a change say of how it is to be made. */
export interface ChangeManner {
  readonly onlyIf: Precondition | undefined;
  readonly dryRun: boolean;
  readonly idempotent: boolean;
  /** How long the request waits until the targets are up, in milliseconds; `undefined` where it does not. */
  readonly patience: number | undefined;
}

const PARAMETERS = { dry_run: FLAG, idempotent: FLAG };
const WAITING_PARAMETERS = { ...PARAMETERS, ...WAITING };

const ADVICE = 'targets and labels go into the body';

/**
 * How a change is to be made. A query that is not understood must not be ignored: `curl -G -X DELETE -d targets=…` would
 * remove the whole group, and with an empty variable its query is a question mark alone.
 * @throws RequestError `query_not_understood`, `query_invalid`; `bad_request` for a condition that cannot be told
 */
export function mannerOf(request: Request): ChangeManner {
  const { url } = request;
  if (/\?&*$/.test(url))
    throw requestFault(
      'query_not_understood',
      `the URL has the query ${quote(url.slice(url.indexOf('?')))}, which is empty; ${ADVICE}`,
    );
  const {
    dry_run: dryRun,
    idempotent,
    ...waiting
  } = request.method === 'DELETE'
    ? { ...readQuery(url, PARAMETERS, ADVICE), wait: undefined, timeout: undefined }
    : readQuery(url, WAITING_PARAMETERS, ADVICE);
  const patience = patienceOf(waiting);
  if (patience !== undefined && dryRun)
    throw requestFault('query_invalid', 'wait=up and dry_run=true in the query of the URL exclude each other');
  return { onlyIf: preconditionOf(request), dryRun, idempotent, patience };
}
