import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Fault, MAX_FAULTS, quote, shorten, type TargetGroupInput } from '@target-eye/domain';
import type { RequestErrorCode } from '@target-eye/http-api';
import { RequestError, requestFault } from '../answer/request-error.js';
import { keysIn } from '../../operator-files/json-pointer.js';
import { bodySchema } from './body-schemas.js';
import { meantKey } from './meant-key.js';

/**
 * What one request may name, whatever a group may have. So many targets take some 100 MiB until they are stored, and
 * twice as many as a group has by default leave room to make a group smaller that has more.
 */
const MAX_TARGETS = 200_000;
const MAX_LABELS = 10_000;

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
  const [first, ...others] = errors.slice(0, MAX_FAULTS).map((error) => toFault(error, advice));
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
  if (Array.isArray(targets) && hasMoreThan(MAX_TARGETS, targets))
    throw tooMany('too_many_targets', MAX_TARGETS, 'targets');
  if (typeof labels === 'object' && labels !== null && Object.keys(labels).length > MAX_LABELS)
    throw tooMany('body_too_complex', MAX_LABELS, 'labels');
}

/** Counts as the rules will: an element may itself be a comma-separated list. */
function hasMoreThan(limit: number, list: readonly unknown[]): boolean {
  let count = list.length;
  for (const element of list) {
    if (count > limit) break;
    if (typeof element !== 'string') continue;
    for (let comma = element.indexOf(','); comma !== -1 && count <= limit; comma = element.indexOf(',', comma + 1))
      count += 1;
  }
  return count > limit;
}

function tooMany(code: RequestErrorCode, limit: number, named: string): Error {
  return requestFault(
    code,
    `the body has more than ${limit.toLocaleString('en')} ${named}, more than one request may have`,
  );
}

function toFault({ instancePath, keyword, params, data }: ErrorObject, advice?: string): Fault<RequestErrorCode> {
  const path = toPath(instancePath);
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const meant = meantKey(key);
    const known = meant === undefined ? 'a body has "targets" and "labels"' : `did you mean ${quote(meant)}?`;
    return {
      path: shorten(key),
      code: 'unknown_key',
      message: `the key ${quote(key)} is not known; ${known}`,
    };
  }
  const expected = JSON_NAMES[String(params['type'])] ?? String(params['type']);
  const isNested = expected === 'a string' && typeof data === 'object' && data !== null;
  const hint = isNested && advice !== undefined ? `; ${advice}` : '';
  if (path === '' && Array.isArray(data)) return { path, code: 'wrong_type', message: describeList(data) };
  return { path, code: 'wrong_type', message: `${path || 'the body'} is ${describe(data)}, not ${expected}${hint}` };
}

/** What people who write JSON call the types of JSON schema. */
const JSON_NAMES: Readonly<Record<string, string>> = { object: 'an object', array: 'a list', string: 'a string' };

/** From a JSON pointer to the paths that clients see: `/targets/2` is `targets[2]`, `/labels/job` is `labels.job`. */
function toPath(pointer: string): string {
  const [key = '', member] = keysIn(pointer);
  if (member === undefined) return key;
  return key === 'targets' ? `targets[${member}]` : `${key}.${shorten(member)}`;
}

function describeList({ length }: readonly unknown[]): string {
  const list = length === 0 ? 'an empty list' : length === 1 ? 'a list' : `a list of ${String(length)}`;
  return `the body is ${list}, not an object or a list with one object`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `the text ${quote(value)}`;
  return typeof value === 'number' ? `the number ${String(value)}` : 'an object';
}
