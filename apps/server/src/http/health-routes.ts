import type { IRouter, RequestHandler } from 'express';
import type { GroupKey } from '@target-eye/domain';
import { answer } from './answer.js';
import { failureOf } from './failure.js';
import { allowOnly } from './method-not-allowed.js';
import { requestFault } from './request-error.js';

/** What the health answers are made of. */
export interface Health {
  countGroups(): number;
  /** The files that are not understood; `key` is unknown for a file of the predecessor. */
  listUnreadable(): readonly { readonly name: string; readonly key: GroupKey | undefined; readonly reason: string }[];
  /** Why no change can be stored at the moment, a sentence without a path; `undefined` when nothing is in the way. */
  problem(): string | undefined;
}

/**
 * Adds `/-/healthy` and `/-/ready`, Prometheus' paths. Healthy is a process that works. Ready is one that can store changes;
 * a file that is not understood does not count against it, because it concerns its own group only.
 */
export function addHealthRoutes(router: IRouter, health: Health): void {
  router.route('/-/healthy').get(showStatus('healthy', health)).all(allowOnly('GET, HEAD'));
  router
    .route('/-/ready')
    .get(
      (_request, response, next) => {
        const problem = health.problem();
        if (problem === undefined) {
          next();
          return;
        }
        // Not thrown: a probe asks every few seconds, and each time would be an error in the log.
        const { status, body } = failureOf(requestFault('not_ready', `changes cannot be stored: ${problem}`));
        answer(response, status, body);
      },
      showStatus('ready', health),
    )
    .all(allowOnly('GET, HEAD'));
}

function showStatus(status: string, health: Health): RequestHandler {
  return (_request, response) => {
    const unreadable = health.listUnreadable().map(({ name, key, reason }) => ({ ...(key ?? { file: name }), reason }));
    answer(response, 200, `${JSON.stringify({ status, groups: health.countGroups(), unreadable })}\n`);
  };
}
