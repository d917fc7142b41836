import { type GroupKey, groupKey, TargetGroupError } from '@target-eye/domain';

/** What the names of groups begin with, and the names of values that are kept aside, after the prefix of everything. */
const GROUPS = 'groups/';
const QUARANTINE = 'quarantine/';

/** What the groups of a cluster are called there: `<prefix>groups/<application>/<environment>`, both percent-encoded. */
export class GroupNaming {
  /** What all keys of groups begin with. */
  readonly start: string;

  /**
   * @param prefix ends in `/`
   * @param check throws a `TargetGroupError` for a group that cannot be kept, because not every host could publish it
   */
  constructor(
    private readonly prefix: string,
    private readonly check: (key: GroupKey) => void,
  ) {
    this.start = `${prefix}${GROUPS}`;
  }

  /** @throws TargetGroupError as `check` does */
  readonly nameOf = (key: GroupKey): string => {
    this.check(key);
    return `${this.start}${encodeURIComponent(key.application)}/${encodeURIComponent(key.environment)}`;
  };

  /** What a value is called that is kept aside, which was under this name since that revision. */
  asideOf(name: string, revision: number): string {
    return `${this.prefix}${QUARANTINE}${name.slice(this.start.length)}/${String(revision)}`;
  }

  /** The group that has this name; `undefined` when `nameOf` gives no such name. */
  readonly keyOf = (name: string): GroupKey | undefined => {
    const [application = '', environment = '', ...others] = name.slice(this.start.length).split('/');
    if (others.length > 0) return undefined;
    try {
      const key = groupKey(decodeURIComponent(application), decodeURIComponent(environment));
      return this.nameOf(key) === name ? key : undefined;
    } catch (error) {
      if (error instanceof TargetGroupError || error instanceof URIError) return undefined;
      throw error;
    }
  };
}
