import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Fault, quote, shorten } from '@target-eye/domain';
import type { RequestErrorCode } from '@target-eye/http-api';
import { keysIn } from '../../operator-files/json-pointer.js';
import { meantKey } from './meant-key.js';

/** What is said about a value that a schema refuses. */
export interface Wording {
  /** Which keys there are, where one is not known. */
  readonly keys: string;
  /** What to do where a list or an object stands in place of a text. */
  readonly advice?: string | undefined;
  /** Where the value is, `groups[3]`; none for the body. */
  readonly place?: string;
}

/** The fault that stands for an error of ajv, in the words of people who write JSON or YAML. */
export function toFault(
  { instancePath, keyword, params, data }: ErrorObject,
  { keys, advice, place = '' }: Wording,
): Fault<RequestErrorCode> {
  const path = within(place, toPath(instancePath));
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const meant = meantKey(key);
    const known = meant === undefined ? keys : `did you mean ${quote(meant)}?`;
    return {
      path: within(place, shorten(key)),
      code: 'unknown_key',
      message: `the key ${quote(key)} is not known; ${known}`,
    };
  }
  if (keyword === 'required') {
    const missing = within(path, String(params['missingProperty']));
    return { path: missing, code: 'wrong_type', message: `${missing} is not there; ${keys}` };
  }
  const expected = JSON_NAMES[String(params['type'])] ?? String(params['type']);
  const isNested = expected === 'a string' && typeof data === 'object' && data !== null;
  const hint = isNested && advice !== undefined ? `; ${advice}` : '';
  if (path === '' && Array.isArray(data)) return { path, code: 'wrong_type', message: describeList(data) };
  return { path, code: 'wrong_type', message: `${path || 'the body'} is ${describe(data)}, not ${expected}${hint}` };
}

/** A path within a place. */
function within(place: string, path: string): string {
  return place === '' || path === '' ? place + path : `${place}.${path}`;
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

export function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `the text ${quote(value)}`;
  return typeof value === 'number' ? `the number ${String(value)}` : 'an object';
}
