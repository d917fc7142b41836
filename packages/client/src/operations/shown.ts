import type { Answer } from '../transport/attempt.js';
import { TargetEyeError } from '../transport/error.js';
import type { TargetGroup } from '../wire.js';

/** A group as it is now. */
export interface Shown {
  /** `undefined` if there is none. */
  readonly group: TargetGroup | undefined;
  /** To be given back as `ifMatch`. */
  readonly revision: string | undefined;
}

/** The group of an answer in the format of file_sd, if it has one. */
export function groupIn({ body }: Answer): TargetGroup | undefined {
  if (!Array.isArray(body) || body.length > 1) throw foreign('a list of at most one group');
  return body[0] as TargetGroup | undefined;
}

/** An answer that has a list of groups in this member. */
export function withGroups({ body }: Answer): { readonly groups: readonly unknown[] } {
  if (typeof body !== 'object' || body === null || !('groups' in body) || !Array.isArray(body.groups))
    throw foreign('an object with groups');
  return { ...body, groups: body.groups };
}

/** The answer is JSON, but of another service. */
export function foreign(expected: string): TargetEyeError {
  return new TargetEyeError({
    code: 'answer_not_understood',
    status: 200,
    message: `the answer is not ${expected}; is the URL the one of a Target-eye?`,
  });
}
