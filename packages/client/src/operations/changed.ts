import type { Answer } from '../transport/attempt.js';
import type { CallOptions, Request } from '../transport/send.js';
import type { TargetGroup } from '../wire.js';
import { groupIn } from './shown.js';

/** How a group is changed. */
export interface ChangeOptions extends CallOptions {
  /** Only the group of this revision is changed; else the error has the code `precondition_failed`. */
  readonly ifMatch?: string | undefined;
  /** Everything is checked and nothing is changed. */
  readonly dryRun?: boolean | undefined;
}

/** How a group is changed that need not be there before. */
export interface CreateOptions extends ChangeOptions {
  /** Only a group that is not there yet is created; else the error has the code `precondition_failed`. */
  readonly ifAbsent?: boolean | undefined;
}

/** How something is added or removed. */
export interface RepeatableOptions {
  /**
   * Whether what is so already counts as done. If it is `false`, this is an error, and the request is not sent again
   * where it may have been carried out. `true` where nothing is said.
   */
  readonly idempotent?: boolean | undefined;
}

/** What a change came to, or would have come to. */
export interface Changed {
  /** The group as it is now; where it was removed, what was removed. `undefined` if there was none before either. */
  readonly group: TargetGroup | undefined;
  /** Of the group as it is now, `undefined` if there is none. */
  readonly revision: string | undefined;
  /** Whether it was only tried. */
  readonly dryRun: boolean;
}

/** What all changes of a group have in common. */
export function changeOf({ ifMatch, ifAbsent, dryRun = false, signal }: CreateOptions): Omit<
  Request,
  'method' | 'path'
> & {
  readonly query: { readonly dry_run: boolean };
} {
  if (ifMatch !== undefined && ifAbsent === true)
    throw new TypeError('a group cannot have a revision and be absent; give ifMatch or ifAbsent');
  const conditions = {
    ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
    ...(ifAbsent === true ? { 'If-None-Match': '*' } : {}),
  };
  // With a condition too: if the first try was carried out, the next one fails, which does no harm.
  return { headers: conditions, query: { dry_run: dryRun }, signal, isRepeatable: true, isChange: !dryRun };
}

export function changedIn(answer: Answer): Changed {
  const dryRun = answer.header('dry-run') === 'true';
  return { group: groupIn(answer), revision: answer.revision, dryRun };
}
