import type { Query } from '../transport/send.js';

/**
 * Which groups are meant: those that fit all that is given; of several patterns for one thing, one has to fit. `*` in a
 * pattern stands for any run of characters.
 */
export interface GroupFilter {
  readonly application?: string | readonly string[] | undefined;
  readonly environment?: string | readonly string[] | undefined;
  /** `host` fits with any port or none, `host:port` exactly. */
  readonly target?: string | readonly string[] | undefined;
  /** `name=pattern` or `name!=pattern`; all of them have to fit. A label that is not there counts as empty. */
  readonly label?: string | readonly string[] | undefined;
}

/** The filter as the parameters of a query; members that it does not know are left out. */
export function filterQuery({ application, environment, target, label }: GroupFilter): Query {
  return { application, environment, target, label };
}
