import type { IRouter, RequestHandler } from 'express';
import { type Problem, problemText, type StoreStatus } from '@target-eye/domain';
import { type Warning, WARNINGS } from '../../operator-files/warning.js';
import { answer, answerFailure } from '../../http/answer/answer.js';
import { failureOf } from '../../http/answer/failure.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { requestFault } from '../../http/answer/request-error.js';
import { RenderedFindings } from './rendered-findings.js';

export interface HealthParts {
  readonly status: StoreStatus;
  readonly problem: () => Problem | undefined;
  /** What the store's names are; `file` by default. */
  readonly named?: 'file' | 'key' | undefined;
  readonly warnings: () => readonly Warning[];
}

/**
 * Adds `/-/healthy` and `/-/ready`, Prometheus' paths. Healthy is a process that works. Ready is one that can store
 * changes, which then get to Prometheus; a file that is not understood does not count against it, because it concerns its own group only. Both are
 * answered without a login, so that of each warning they show the kind and nothing else.
 */
export function addHealthRoutes(router: IRouter, { status, problem, named, warnings }: HealthParts): void {
  const findings = new RenderedFindings(status, named);
  const showMore = () => {
    const found = problem();
    return { ...(found && { problem: describe(found) }), warnings: kindsOf(warnings()) };
  };
  router
    .route('/-/healthy')
    .get(show('healthy', status, findings, showMore))
    .all(refuseOthers('/-/healthy'));
  router
    .route('/-/ready')
    .get(
      (_request, response, next) => {
        const found = problem();
        if (found === undefined) {
          next();
          return;
        }
        // Not thrown: a probe asks every few seconds, and each time would be an error in the log.
        answerFailure(response, failureOf(requestFault('not_ready', describe(found))));
      },
      show('ready', status, findings),
    )
    .all(refuseOthers('/-/ready'));
}

function describe(problem: Problem): string {
  const what = problem.code === 'not_published' ? 'changes do not get to Prometheus' : 'changes cannot be stored';
  return `${what}: ${problemText(problem)}`;
}

function kindsOf(warnings: readonly Warning[]): readonly object[] {
  return [...new Set(warnings.map(({ code }) => code))].map((code) => ({ code, message: WARNINGS[code] }));
}

function show(
  name: string,
  status: StoreStatus,
  findings: RenderedFindings,
  more: () => object = () => ({}),
): RequestHandler {
  return (_request, response) => {
    const { groups } = status.counts();
    const rest = Object.entries(more()).map(([member, value]) => `,"${member}":${JSON.stringify(value)}`);
    answer(response, 200, `{"status":"${name}","groups":${String(groups)},${findings.json()}${rest.join('')}}\n`);
  };
}
