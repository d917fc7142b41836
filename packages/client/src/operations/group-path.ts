import { TargetEyeError } from '../transport/error.js';

/** Which group: there is one for each pair of names. */
export interface GroupKey {
  readonly application: string;
  readonly environment: string;
}

/**
 * The path of a group, percent-encoded.
 * @throws TargetEyeError `name_not_sendable` for names that `fetch` changes or cannot send: it takes `.` and `..` for
 * steps in the path, encoded or not (WHATWG URL, "double-dot URL path segment")
 */
export function groupPath({ application, environment }: GroupKey): string {
  return `/${segment('application', application)}/${segment('environment', environment)}`;
}

function segment(kind: keyof GroupKey, name: string): string {
  if (name === '') throw notSendable(`the ${kind} has no name`);
  if (name === '.' || name === '..')
    throw notSendable(
      `the ${kind} ${JSON.stringify(name)} would be a step in the path of a URL`,
      '; replaceAll, list and removeMatching reach it',
    );
  try {
    return encodeURIComponent(name);
  } catch {
    throw notSendable(`the ${kind} ${JSON.stringify(name)} is not Unicode: it holds half of a surrogate pair`);
  }
}

function notSendable(fact: string, advice = ''): TargetEyeError {
  return new TargetEyeError({ code: 'name_not_sendable', message: fact + advice, fact });
}
