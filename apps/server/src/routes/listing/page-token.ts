import { type GroupKey, groupKey } from '@target-eye/domain';
import { encodeToken, tokenParameter } from '../../http/request/page-token.js';
import type { Parameter } from '../../http/request/query.js';

/** The place in the order of all groups behind a group, as clients get it and give it back. */
export function pageToken({ application, environment }: GroupKey): string {
  return encodeToken([application, environment]);
}

/** What `pageToken` makes. It goes with any filter, and its group need not be there any more. */
export const PAGE_TOKEN: Parameter<GroupKey | undefined> = tokenParameter(pageToken, ([application, environment]) =>
  groupKey(String(application), String(environment)),
);
