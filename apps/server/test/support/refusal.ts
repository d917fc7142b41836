import type { Api } from './api.js';
import type { Answer, Content } from './raw-request.js';

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
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.text).not.toMatch(STACK_OR_FILE);
  const failure = JSON.parse(answer.text) as Failure;
  expect(Object.keys(failure)).toEqual(['message', 'code', 'errors']);
  expect(failure.message).not.toBe('');
  expect(failure.code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
  expect(failure.code).toBe(failure.errors[0]?.code);
  for (const error of failure.errors) {
    expect(Object.keys(error)).toEqual(['path', 'code', 'message']);
    expect(error.message).not.toBe('');
  }
  return failure;
}

/** Why an answer is not shaped as every failure is, `undefined` when it is; for those who look at a great many. */
export function whyNotFailure({ headers, text }: Answer): string | undefined {
  if (headers['content-type'] !== 'application/json') return `the type is ${String(headers['content-type'])}`;
  if (STACK_OR_FILE.test(text)) return 'it names a file';
  try {
    const { message, code, errors } = JSON.parse(text) as Failure;
    const isShaped = [{ message, code }, ...errors].every((fault) => fault.message !== '' && CODE.test(fault.code));
    return isShaped && code === errors[0]?.code ? undefined : 'it is not shaped as a failure';
  } catch (error) {
    return String(error);
  }
}

const CODE = /^[a-z]+(?:_[a-z]+)*$/;

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
