import type { Clock } from '../ports/clock.js';
import type { ObservedPrometheus } from '../ports/observed-prometheus.js';
import type { PrometheusFacts } from './facts.js';

/** How many seconds a Prometheus that did not answer last time is waited for. */
const PATIENCE_WITH_SILENT = 2;

/** How fresh the facts have to be, and how long a Prometheus may take. Both are seconds. */
export interface Question {
  readonly maxAge: number;
  /** Without it, as long as it takes; but one that did not answer last time has two seconds. */
  readonly patience?: number;
}

/**
 * What each of them says, in their order. One that takes too long counts with what it said last; the question goes on,
 * so that the next one who asks may have the answer.
 */
export function askAll(
  prometheus: readonly ObservedPrometheus[],
  questionOf: (each: ObservedPrometheus) => Question,
  clock: Clock,
): Promise<readonly PrometheusFacts[]> {
  return Promise.all(prometheus.map((each) => ask(each, questionOf(each), clock)));
}

function ask(prometheus: ObservedPrometheus, question: Question, clock: Clock): Promise<PrometheusFacts> {
  const known = prometheus.known();
  const wasSilent = known !== undefined && known.state !== 'ok';
  const patience = question.patience ?? (wasSilent ? PATIENCE_WITH_SILENT : undefined);
  const answer = prometheus.facts(question.maxAge);
  if (patience === undefined) return answer;
  const begun = clock.now();
  return new Promise((resolve) => {
    const cancel = clock.after(patience, () => {
      resolve(prometheus.known() ?? unanswered(prometheus.url, begun, 'it has not answered yet'));
    });
    void answer.then((facts) => {
      cancel();
      resolve(facts);
    });
  });
}

/** What is known of a Prometheus that was asked and has not said anything. */
export function unanswered(url: string, askedAt: number, reason: string): PrometheusFacts {
  return { url, askedAt, state: 'unreachable', reason, view: undefined };
}
