import { type Fault, MAX_FAULTS, quote, shorten, type WholeGroup } from '@target-eye/domain';
import type { RequestErrorCode } from '@target-eye/http-api';
import { RequestError, requestFault } from '../answer/request-error.js';
import { bodySchema } from './body-schemas.js';
import { countTargets, MAX_LABELS, tooMany } from './input-schema.js';
import { describe, toFault } from './schema-faults.js';

/** What one request with many groups may name. More than this many targets take some 300 MiB until they are stored. */
const MAX_TARGETS = 500_000;
const MAX_GROUPS = 200_000;

const KEYS = 'a group has "application", "environment", "targets" and, if it has any, "labels"';

const validate = bodySchema<WholeGroup>('BulkGroup');

/**
 * A parsed body as the groups it should be: an object with the list `groups`, or the list alone.
 * @param advice what to do where a list or an object stands in place of a text
 * @throws RequestError `wrong_type` or `unknown_key`, naming every place where it is something else, at most
 * `MAX_FAULTS`; `too_many_targets`, `body_too_complex`
 */
export function checkGroups(parsed: unknown, advice?: string): readonly WholeGroup[] {
  const list = listIn(parsed);
  checkCounts(list);
  const faults: Fault<RequestErrorCode>[] = [];
  let total = 0;
  const groups = list.filter((element, index): element is WholeGroup => {
    if (validate(element)) return true;
    for (const error of validate.errors ?? []) {
      total += 1;
      if (faults.length < MAX_FAULTS)
        faults.push(toFault(error, { keys: KEYS, advice, place: `groups[${String(index)}]` }));
    }
    return false;
  });
  throwIfAny(faults, total);
  return groups;
}

function listIn(parsed: unknown): readonly unknown[] {
  if (Array.isArray(parsed)) return parsed;
  if (typeof parsed !== 'object' || parsed === null)
    throw requestFault(
      'wrong_type',
      `the body is ${describe(parsed)}, not an object with the list "groups", or a list`,
    );
  const { groups, ...others } = parsed as { readonly groups?: unknown };
  const faults = Object.keys(others).map((key): Fault<RequestErrorCode> => ({
    path: shorten(key),
    code: 'unknown_key',
    message: `the key ${quote(key)} is not known; a body with many groups has "groups"`,
  }));
  throwIfAny(faults.slice(0, MAX_FAULTS), faults.length);
  if (Array.isArray(groups)) return groups;
  const found = groups === undefined ? 'not there' : describe(groups);
  throw new RequestError([{ path: 'groups', code: 'wrong_type', message: `groups is ${found}; it has to be a list` }]);
}

/** Comes before the schema, which remembers every fault that it finds in a group. */
function checkCounts(list: readonly unknown[]): void {
  if (list.length > MAX_GROUPS) throw tooMany('body_too_complex', MAX_GROUPS, 'groups');
  let left = MAX_TARGETS;
  for (const element of list) {
    if (typeof element !== 'object' || element === null) continue;
    const { targets, labels } = element as { readonly targets?: unknown; readonly labels?: unknown };
    if (Array.isArray(targets)) {
      left -= countTargets(targets, left);
      if (left < 0) throw tooMany('too_many_targets', MAX_TARGETS, 'targets');
    }
    if (typeof labels === 'object' && labels !== null && Object.keys(labels).length > MAX_LABELS)
      throw tooMany('body_too_complex', MAX_LABELS, 'labels in one group');
  }
}

function throwIfAny([first, ...others]: readonly Fault<RequestErrorCode>[], total: number): void {
  if (first !== undefined) throw new RequestError([first, ...others], total);
}
