import { MAX_FAULTS, type TargetGroupInput } from '@target-eye/domain';
import type { RequestErrorCode } from '@target-eye/http-api';
import { RequestError, requestFault } from '../answer/request-error.js';
import { bodySchema } from './body-schemas.js';
import { toFault } from './schema-faults.js';

/**
 * What one request may name, whatever a group may have. So many targets take some 100 MiB until they are stored, and
 * twice as many as a group has by default leave room to make a group smaller that has more.
 */
const MAX_TARGETS = 200_000;
export const MAX_LABELS = 10_000;

const validate = bodySchema<TargetGroupInput>('TargetGroupInput');

/**
 * A parsed body as the part of a target group it should be; a list with exactly one object is that object, as GET shows
 * it.
 * @param advice what to do where a list or an object stands in place of a text
 * @throws RequestError `wrong_type` or `unknown_key`, naming every place where it is something else; `body_too_complex`
 */
export function checkInput(parsed: unknown, advice?: string): TargetGroupInput {
  const body = onlyObjectIn(parsed);
  checkCounts(body);
  if (validate(body)) return body;
  const errors = validate.errors ?? [];
  const [first, ...others] = errors
    .slice(0, MAX_FAULTS)
    .map((error) => toFault(error, { keys: 'a body has "targets" and "labels"', advice }));
  if (first === undefined) throw new Error('the schema refuses a body and gives no reason');
  throw new RequestError([first, ...others], errors.length);
}

function onlyObjectIn(parsed: unknown): unknown {
  if (!Array.isArray(parsed) || parsed.length !== 1) return parsed;
  const [only] = parsed as readonly unknown[];
  return typeof only === 'object' && only !== null && !Array.isArray(only) ? only : parsed;
}

/** Comes before the schema, which remembers every fault that it finds. */
function checkCounts(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  const { targets, labels } = body as { readonly targets?: unknown; readonly labels?: unknown };
  if (Array.isArray(targets) && countTargets(targets, MAX_TARGETS) > MAX_TARGETS)
    throw tooMany('too_many_targets', MAX_TARGETS, 'targets');
  if (typeof labels === 'object' && labels !== null && Object.keys(labels).length > MAX_LABELS)
    throw tooMany('body_too_complex', MAX_LABELS, 'labels');
}

/** Counts as the rules will: an element may itself be a comma-separated list. Stops beyond the limit. */
export function countTargets(list: readonly unknown[], limit: number): number {
  let count = list.length;
  for (const element of list) {
    if (count > limit) break;
    if (typeof element !== 'string') continue;
    for (let comma = element.indexOf(','); comma !== -1 && count <= limit; comma = element.indexOf(',', comma + 1))
      count += 1;
  }
  return count;
}

export function tooMany(code: RequestErrorCode, limit: number, named: string): Error {
  return requestFault(
    code,
    `the body has more than ${limit.toLocaleString('en')} ${named}, more than one request may have`,
  );
}
