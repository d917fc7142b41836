import type { Circumstance, Fault } from '@target-eye/domain';
import type { ErrorCode } from '@target-eye/http-api';

/** The methods that a failed request can have had. */
type Method = 'PUT' | 'POST' | 'DELETE';

/** One piece of advice, or one for each method or circumstance where they differ. */
type Advice = string | Readonly<Partial<Record<Method | Circumstance, string>>>;

const REMOVE_GROUP = 'to remove the whole group send neither a body nor a Content-Type';

/**
 * What a client of the HTTP API can do about a fault. The codes that are missing say it in their message, because it
 * depends on the value, or there is nothing to be done.
 */
const ADVICE: Readonly<Partial<Record<ErrorCode, Advice>>> = {
  targets_empty: 'give a target or leave out "targets"',
  labels_empty: 'give a label or leave out "labels"',
  label_value_blank: 'remove a label with DELETE',
  labels_remain: REMOVE_GROUP,
  groups_empty: 'give a group, or prune=true to remove all that match the filter',
  group_unknown: { PUT: 'give targets to create it', POST: 'give targets to create it' },
  nothing_given: {
    PUT: 'send an object with the list "groups", or the list',
    POST: 'give targets, labels or both',
    DELETE: REMOVE_GROUP,
  },
  precondition_failed: 'GET it again and decide anew',
  unreadable: 'a PUT with both targets and labels replaces it and keeps the old bytes aside',
  storage_unavailable: {
    nothing_storable: '/-/ready says more',
    never_read:
      'a PUT of this group with both targets and labels repairs it and keeps the old bytes aside; a DELETE after that removes it',
    unconfirmed: 'see what GET shows, and ask for it again with PUT when /-/ready is 200',
  },
};

/** The message of a fault with the advice for whoever sent a request with this method, if there is any. */
export function advised({ code, message, circumstance }: Fault<ErrorCode>, method: string | undefined): string {
  const advice = ADVICE[code];
  const chosen = typeof advice === 'object' ? advice[(circumstance ?? method) as Method | Circumstance] : advice;
  return chosen === undefined ? message : `${message}; ${chosen}`;
}
