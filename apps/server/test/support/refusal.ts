import type { Api } from './api.js';
import type { Answer } from './answer.js';
import type { Content } from './raw-request.js';

/** What a client gets to see of an error. */
export interface Failure {
  readonly message: string;
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

/** What a test knows about a failure; `path` is the place of the first fault, `says` what its message names. */
export interface Expected {
  readonly code: string;
  readonly status?: number;
  readonly path?: string;
  readonly says?: string;
}

const STACK_OR_FILE = /\bat .+:\d+|\.[cm]?[jt]s\b|node_modules|node:|\/(?:home|root|srv|tmp|usr|var)\//;

/** The failure that an answer carries, after checking that it is shaped as every failure is. */
export function failureIn(answer: Answer): Failure {
  const reason = whyNotFailure(answer);
  if (reason !== undefined) throw new Error(`${reason}: ${JSON.stringify(answer)}`);
  return JSON.parse(answer.text) as Failure;
}

/** Why an answer is not shaped as every failure is, `undefined` when it is. */
export function whyNotFailure({ headers, text }: Answer): string | undefined {
  if (headers['content-type'] !== 'application/json') return `the type is ${String(headers['content-type'])}`;
  if (STACK_OR_FILE.test(text)) return 'it names a file';
  try {
    const failure = JSON.parse(text) as Failure;
    const { message, code, errors } = failure;
    if (!hasKeys(failure, 'message,code,errors') || !errors.every((error) => hasKeys(error, 'path,code,message')))
      return 'it has other keys than failures have';
    if ([{ message, code }, ...errors].some((fault) => fault.message === '' || !CODE.test(fault.code)))
      return 'a message is empty, or a code is none';
    return code === errors[0]?.code ? undefined : 'its code is not that of its first error';
  } catch (error) {
    return String(error);
  }
}

const CODE = /^[a-z]+(?:_[a-z]+)*$/;

function hasKeys(value: object, keys: string): boolean {
  return Object.keys(value).join() === keys;
}

/** Expects a failure with what is known about it. */
export function expectFailure(answer: Answer, { code, status = 400, path, says = '' }: Expected): Failure {
  const failure = failureIn(answer);
  expect({ status: answer.status, code: failure.code }).toEqual({ status, code });
  expect(failure.message).toContain(says);
  if (path !== undefined) expect(failure.errors[0]?.path).toBe(path);
  return failure;
}

/** Expects that a request fails and that GET afterwards answers what it answered before, byte for byte. */
export async function expectRefused(
  api: Pick<Api, 'send'>,
  method: string,
  path: string,
  content: Content | undefined,
  expected: Expected,
): Promise<Failure> {
  const before = await api.send('GET', path);
  const failure = expectFailure(await api.send(method, path, content), expected);
  const after = await api.send('GET', path);
  expect({ status: after.status, text: after.text }).toEqual({ status: before.status, text: before.text });
  return failure;
}
