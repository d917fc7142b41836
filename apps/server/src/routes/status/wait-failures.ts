import {
  describeKey,
  isFinal,
  type JudgedTarget,
  MAX_FAULTS,
  type Missing,
  type Observation,
  quote,
  type Wish,
} from '@target-eye/domain';
import { NotUpError, type TargetFault } from '../../http/answer/not-up.js';
import { requestFault } from '../../http/answer/request-error.js';
import type { Advisor } from './advice.js';

/**
 * The error for targets that are not up in time, or will not be.
 * @param patience how long the request would wait, in milliseconds
 */
export function notUp(
  { end, last }: { readonly end: 'certain' | 'timeout'; readonly last: Observation },
  wish: Wish,
  patience: number,
  advise: Advisor,
): NotUpError {
  const isCertain = end === 'certain';
  const left = last.targets.filter(({ judged: { status } }) => status !== 'up');
  // What ends the wait comes first.
  const ordered = isCertain ? [...left.filter(isDecisive), ...left.filter((each) => !isDecisive(each))] : left;
  const [first = whoIsSilent(last), ...others] = ordered
    .slice(0, MAX_FAULTS)
    .map(({ index, judged }) => faultOf(index, judged, isCertain, advise));
  const situation = isCertain
    ? 'a target will not be up as things are'
    : `not every target is up after ${String(patience / 1000)} s`;
  return new NotUpError(`${beginning(wish)}${situation}`, [first, ...others], Math.max(1, left.length));
}

/** The error for a group that does not hold any more what a request waits for. */
export function changedAgain(wish: Wish, missing: Missing | undefined): NotUpError {
  const { key, change } = wish;
  const what =
    missing === undefined
      ? `the target group ${describeKey(key)} is gone, or its file cannot be read`
      : whatIsMissing(missing);
  const fault: TargetFault = { path: '', code: 'not_up', message: what };
  return new NotUpError(
    `${beginning(wish)}${change === undefined ? 'there is nothing to wait for any more' : 'the group was changed again by somebody else'}`,
    [fault],
  );
}

/** The error for a request that waits while the service stops. */
export function stopping(wish: Wish): Error {
  return requestFault(
    'stopping',
    `${beginning(wish)}the service is stopping and does not wait until the targets are up`,
  );
}

/** A request that has changed something before it waited is told that first. */
function beginning({ change }: Wish): string {
  return change === undefined ? '' : 'the change is stored, but ';
}

function isDecisive({ judged: { on } }: Observation['targets'][number]): boolean {
  return on.some(({ status }) => isFinal(status));
}

function faultOf(index: number, judged: JudgedTarget, isCertain: boolean, advise: Advisor): TargetFault {
  const { target, on } = judged;
  const decisive =
    (isCertain ? on.find(({ status }) => isFinal(status)) : undefined) ??
    on.find(({ status }) => status === judged.status);
  const code = decisive?.status ?? judged.status;
  const isOfOne = code !== 'unknown' && new Set(on.map(({ url }) => url)).size > 1;
  const where = isOfOne && decisive ? ` on ${decisive.url}` : '';
  const error = decisive?.fact;
  const advice = decisive && advise(target, decisive);
  const why = `${error === undefined ? '' : `: ${error}`}${advice === undefined ? '' : `; ${advice}`}`;
  const message = `the target ${quote(target)} is ${code.replaceAll('_', ' ')}${where}${why}`;
  const path = `targets[${String(index)}]`;
  return {
    path,
    code,
    message,
    target,
    ...(error !== undefined && { error }),
    ...(advice !== undefined && { advice }),
  };
}

/** What keeps a wait from its end where every target is up on those that have answered. */
function whoIsSilent({ facts }: Observation): TargetFault {
  const silent = facts.find(({ state }) => state !== 'ok');
  const message =
    silent === undefined ? 'not all has answered' : `of ${silent.url}, ${silent.reason ?? 'nothing is known'}`;
  return { path: '', code: 'not_up', message };
}

function whatIsMissing(missing: Missing): string {
  if (missing === 'targets') return 'it has none of its targets any more';
  if ('target' in missing) return `it does not have the target ${quote(missing.target)} any more`;
  const { label, value } = missing;
  return value === undefined
    ? `it does not have the label ${quote(label)} any more`
    : `its label ${quote(label)} is ${quote(value)} now`;
}
