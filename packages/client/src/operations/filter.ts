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

/**
 * As `filterQuery`, for a filter that bounds what is changed.
 * @throws TypeError for one that says nothing: a variable that is empty by mistake would reach all groups
 */
export function boundingQuery(filter: GroupFilter): Query {
  const query = filterQuery(filter);
  if (
    Object.values(query).every(
      (patterns) => patterns === undefined || (Array.isArray(patterns) && patterns.length === 0),
    )
  )
    throw new TypeError('the filter says nothing; give it an application, an environment, a target or a label');
  return query;
}

/** The filter as the parameters of a query; members that it does not know are left out. */
export function filterQuery({ application, environment, target, label }: GroupFilter): Query {
  return { application, environment, target, label };
}
