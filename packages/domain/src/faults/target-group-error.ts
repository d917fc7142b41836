/** What can be wrong with a request, seen from the rules of target groups. */
export type RuleCode =
  | 'invalid_name'
  | 'name_too_long'
  | 'invalid_target'
  | 'targets_empty'
  | 'target_repeated'
  | 'target_exists'
  | 'target_unknown'
  | 'invalid_label_name'
  | 'invalid_label_value'
  | 'label_refused'
  | 'label_required'
  | 'label_value_blank'
  | 'labels_empty'
  | 'labels_unchanged'
  | 'label_unknown'
  | 'label_value_differs'
  | 'labels_remain'
  | 'group_unknown'
  | 'nothing_given'
  | 'too_many_targets'
  | 'too_many_names';

/** Why a `TargetPolicy` refuses a target: it may not be registered, or that cannot be told right now. */
export type PolicyCode = 'target_not_allowed' | 'target_not_checked';

/** What can go wrong in a store; `TargetGroupStore` says when. */
export type StoreCode = 'unreadable' | 'take_over_not_permitted' | 'storage_full' | 'storage_unavailable' | 'stopping';

export type TargetGroupErrorCode = RuleCode | PolicyCode | StoreCode;

/** One thing that is wrong, and where: `path` is like `targets[2]` or `labels.job`, empty for the request as a whole. */
export interface Fault<Code extends string = TargetGroupErrorCode> {
  readonly path: string;
  readonly code: Code;
  readonly message: string;
}

/**
 * The one error of this package. `code` is the first fault's, `message` is the first fault's sentence and the number
 * of further ones, `faults` holds at least one.
 */
export class TargetGroupError extends Error {
  readonly code: TargetGroupErrorCode;
  readonly faults: readonly Fault[];

  /** @param options `total`: how many faults there were, when not all of them are listed */
  constructor(
    faults: readonly [Fault, ...Fault[]],
    options: { readonly total?: number; readonly cause?: unknown } = {},
  ) {
    super(summarize(faults, options.total), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TargetGroupError';
    this.code = faults[0].code;
    this.faults = faults;
  }
}

/** One sentence for a list of faults: the first one's, and how many more there are. */
export function summarize(faults: readonly [Fault<string>, ...Fault<string>[]], total = faults.length): string {
  const more = total - 1;
  const [first] = faults;
  return more === 0 ? first.message : `${first.message} (and ${String(more)} more fault${more === 1 ? '' : 's'})`;
}

/**
 * Collects every fault of a request. At most 1,000 are kept, so that a hostile request of a million bad targets
 * costs no more than an honest one.
 */
export class Faults {
  private readonly kept: Fault[] = [];
  private total = 0;

  add(path: string, code: TargetGroupErrorCode, message: string): void {
    this.total += 1;
    if (this.kept.length < FAULTS_KEPT) this.kept.push({ path, code, message });
  }

  /** @throws TargetGroupError when anything was added */
  throwIfAny(): void {
    const [first, ...others] = this.kept;
    if (first !== undefined) throw new TargetGroupError([first, ...others], { total: this.total });
  }
}

/** How many faults of one request are reported. */
export const FAULTS_KEPT = 1000;

/** An error with the single fault given. */
export function fault(path: string, code: TargetGroupErrorCode, message: string, cause?: unknown): TargetGroupError {
  return new TargetGroupError([{ path, code, message }], { cause });
}
