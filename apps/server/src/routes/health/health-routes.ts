import type { IRouter, RequestHandler } from 'express';
import type { GroupKey } from '@target-eye/domain';
import { type Warning, WARNINGS } from '../../operator-files/warning.js';
import { answer, answerFailure } from '../../http/answer/answer.js';
import { failureOf } from '../../http/answer/failure.js';
import { allowOnly } from '../../http/answer/method-not-allowed.js';
import { requestFault } from '../../http/answer/request-error.js';

/** What the health answers are made of. */
export interface Health {
  countGroups(): number;
  /**
   * The files that are not understood; `key` is unknown for a file of the predecessor. A reason here and below says
   * nothing of what stands in a file, because everybody may read it.
   */
  listUnreadable(): readonly { readonly name: string; readonly key: GroupKey | undefined; readonly reason: string }[];
  /** The predecessor's files that wait for the first change of their groups. */
  listWaiting(): readonly {
    readonly name: string;
    /** The group that its labels name. */
    readonly named: GroupKey | undefined;
    readonly refused: string | undefined;
  }[];
  /** The groups that hold what the rules refuse. */
  listQuestionable(): readonly { readonly key: GroupKey; readonly refused: string }[];
  /** Why no change can be stored at the moment, a sentence without a path; `undefined` when nothing is in the way. */
  problem(): string | undefined;
}

/**
 * Adds `/-/healthy` and `/-/ready`, Prometheus' paths. Healthy is a process that works. Ready is one that can store
 * changes; a file that is not understood does not count against it, because it concerns its own group only. Both are
 * answered without a login, so that of each warning they show the kind and nothing else.
 */
export function addHealthRoutes(router: IRouter, health: Health, warnings: () => readonly Warning[]): void {
  const showWarnings = () => ({ warnings: kindsOf(warnings()) });
  router
    .route('/-/healthy')
    .get(showStatus('healthy', health, showWarnings))
    .all(allowOnly('GET, HEAD'));
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
        answerFailure(response, failureOf(requestFault('not_ready', `changes cannot be stored: ${problem}`)));
      },
      showStatus('ready', health),
    )
    .all(allowOnly('GET, HEAD'));
}

function kindsOf(warnings: readonly Warning[]): readonly object[] {
  return [...new Set(warnings.map(({ code }) => code))].map((code) => ({ code, message: WARNINGS[code] }));
}

function showStatus(status: string, health: Health, more: () => object = () => ({})): RequestHandler {
  return (_request, response) => {
    const unreadable = health.listUnreadable().map(({ name, key, reason }) => ({ ...(key ?? { file: name }), reason }));
    const waiting = health.listWaiting().map(({ name, named, refused }) => ({
      file: name,
      ...(named && { job: named.application, env: named.environment }),
      reason: `it waits for the first change of its group, because its labels do not say which group that is${refused === undefined ? '' : `; it has ${refused}`}`,
    }));
    const questionable = health.listQuestionable().map(({ key, refused }) => ({ ...key, reason: `it has ${refused}` }));
    const groups = health.countGroups();
    answer(response, 200, `${JSON.stringify({ status, groups, unreadable, waiting, questionable, ...more() })}\n`);
  };
}
