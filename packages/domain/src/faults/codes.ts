/** Why the rules of target groups refuse a request. */
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
  | 'too_many_names'
  | 'groups_empty'
  | 'group_repeated'
  | 'group_outside_filter'
  | 'too_much_at_once';

/** Why a `TargetPolicy` refuses a target: it may not be registered, or that cannot be told right now. */
export type PolicyCode = 'target_not_allowed' | 'target_not_checked';

/** What can go wrong in a store; `TargetGroupStore` says when. */
export type StoreCode =
  | 'precondition_failed'
  | 'unreadable'
  | 'take_over_not_permitted'
  | 'group_too_large'
  | 'storage_full'
  | 'storage_unavailable'
  | 'stopping';

export type TargetGroupErrorCode = RuleCode | PolicyCode | StoreCode;

/**
 * Tells apart failures of a store that share a code: no change can be stored at all, this one may not be durable, or
 * what is there of one group was never understood.
 */
export type Circumstance = 'nothing_storable' | 'unconfirmed' | 'never_read';
