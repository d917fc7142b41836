import type { Answer } from '../transport/result.js';
import type { CallOptions, Query, Request } from '../transport/send.js';
import type { TargetGroup } from '@target-eye/http-api';
import { isOneGroup } from './bodies.js';
import { waitOf, type WaitOptions } from './wait.js';

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
  /**
   * Whether to wait until all targets of the group are up on every Prometheus that answers, seen by a scrape after the
   * change. If they are not in time, the error has the code `not_up` and the outcome `stored`. The request is sent again
   * only where it certainly was not carried out.
   */
  readonly waitUntilUp?: boolean | WaitOptions | undefined;
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

/** What the request of a change has besides its method, its path and its body. */
export type ChangeRequest = Pick<Request, 'headers' | 'signal' | 'isExpected' | 'change' | 'wait'> & {
  readonly query: Query;
};

/**
 * What all changes of a group have in common. Those with a condition are repeatable too: at worst the condition fails
 * because the first try was carried out, and then the error says that the outcome is unknown.
 */
export function changeOf(options: CreateOptions): ChangeRequest {
  const { ifMatch, ifAbsent = false, dryRun = false, signal, waitUntilUp = false } = options;
  if (ifMatch !== undefined && ifAbsent)
    throw new TypeError('a group cannot have a revision and be absent; give ifMatch or ifAbsent');
  if (waitUntilUp !== false && dryRun)
    throw new TypeError('what is only tried is never up; give waitUntilUp or dryRun');
  const wait = waitUntilUp === false ? undefined : waitOf(waitUntilUp === true ? {} : waitUntilUp);
  return {
    headers: {
      ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
      ...(ifAbsent ? { 'If-None-Match': '*' } : {}),
    },
    query: { dry_run: dryRun },
    signal,
    isExpected: isOneGroup,
    // A wait may end long after the change, which by then may be followed by somebody else's.
    change: dryRun ? undefined : wait === undefined ? 'repeatable' : 'once',
    wait,
  };
}

/** As `changeOf`, for what is only repeatable because the service is asked not to mind. */
export function idempotentChangeOf(options: CreateOptions & RepeatableOptions): ChangeRequest {
  const { idempotent = true, dryRun = false } = options;
  const change = changeOf(options);
  return { ...change, query: { ...change.query, idempotent }, ...(idempotent || dryRun ? {} : { change: 'once' }) };
}

export function changedIn({ body, revision, isDryRun }: Answer): Changed {
  const [group] = body as readonly TargetGroup[];
  return { group, revision, dryRun: isDryRun };
}
