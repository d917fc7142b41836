/** Which group: together the two names are unique. */
export interface GroupKey {
  readonly application: string;
  readonly environment: string;
}

/** A target group, as Prometheus reads it from a file. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** What a change says about a group. */
export interface TargetGroupInput {
  readonly targets?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** A group in a list. */
export interface ListedGroup extends GroupKey, TargetGroup {
  /** A hash of what the group holds. */
  readonly revision: string;
  /** In ISO 8601. */
  readonly changed_at: string;
}

/** A group with everything that is known of it. */
export interface DescribedGroup extends ListedGroup {
  /** Its name in the directory. */
  readonly file?: string;
}

/** A group that cannot be read at present. */
export interface UnreadableGroup extends GroupKey {
  readonly reason: string;
}

/** One page of a list. */
export interface GroupPage {
  readonly groups: readonly ListedGroup[];
  /** How many match on all pages. */
  readonly matched: number;
  /** How many there are, whether they match or not. */
  readonly total: number;
  /** The one of the whole collection. */
  readonly revision: string;
  /** To be given back as `after`; only there if there are more. */
  readonly next?: string;
  readonly unreadable: readonly UnreadableGroup[];
}

/** A group of many that are replaced at once. */
export interface WantedGroup extends GroupKey {
  readonly targets: readonly string[];
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What became of many groups. */
export interface BulkResult {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly failed: number;
  readonly groups: readonly BulkOutcome[];
}

/** What became of one of many groups. */
export interface BulkOutcome extends GroupKey {
  readonly outcome: string;
  readonly error?: { readonly code: string; readonly message: string };
}
