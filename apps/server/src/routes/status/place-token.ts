import { groupKey, type TargetPlace } from '@target-eye/domain';
import { encodeToken, tokenParameter } from '../../http/request/page-token.js';
import type { Parameter } from '../../http/request/query.js';

/** A place in the order of all targets, as clients get it and give it back. */
export function placeToken({ key: { application, environment }, target }: TargetPlace): string {
  return encodeToken([application, environment, target]);
}

/** What `placeToken` makes. It goes with any filter, and its target need not be there any more. */
export const PLACE_TOKEN: Parameter<TargetPlace | undefined> = tokenParameter(
  placeToken,
  ([application, environment, target]) => ({
    key: groupKey(String(application), String(environment)),
    target: String(target),
  }),
);
