import type { GroupKey } from '../groups/target-group.js';
import type { StoredGroup } from '../groups/revision.js';
import type { Questionable } from '../ports/store-status.js';
import type { Unreadable } from '../ports/target-group-store.js';
import type { CountedEntries, Entry } from './counted-entries.js';

/** Lists of what is odd in a store, each made once for a state of the entries. */
export class Findings<Kept extends Entry> {
  private readonly listed = { unreadable: new MadeOnce<Unreadable>(), questionable: new MadeOnce<Questionable>() };

  /**
   * @param groups the entries that are groups'
   * @param others entries that may become groups'
   * @param lastReadAt gives what was last read of an entry that is unreadable
   */
  constructor(
    private readonly groups: CountedEntries<Kept>,
    private readonly others: readonly CountedEntries<Kept>[],
    private readonly keyOf: (name: string) => GroupKey | undefined,
    private readonly lastReadAt: (name: string) => StoredGroup | undefined,
  ) {}

  /** In the order of their names. */
  unreadable(): readonly Unreadable[] {
    const parts = [this.groups, ...this.others];
    return this.listed.unreadable.get(parts.map(({ oddChanges }) => oddChanges).join(), () =>
      parts
        .flatMap((some) => [...some.unreadableNames()].map((name) => ({ name, entry: some.get(name) })))
        .map(({ name, entry }) => ({
          name,
          key: this.keyOf(name),
          reason: entry?.unreadable ?? '',
          lastRead: this.lastReadAt(name),
        }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    );
  }

  questionable(): readonly Questionable[] {
    return this.listed.questionable.get(String(this.groups.oddChanges), () =>
      [...this.groups.questionableNames()].flatMap((name) => {
        const key = this.keyOf(name);
        const refused = this.groups.get(name)?.refused?.summary;
        return key === undefined || refused === undefined ? [] : [{ key, refused }];
      }),
    );
  }
}

/** A list that is made anew when the state that it shows is another one. */
export class MadeOnce<Element> {
  private state: string | undefined;
  private list: readonly Element[] = [];

  get(state: string, make: () => readonly Element[]): readonly Element[] {
    if (state !== this.state) {
      this.list = make();
      this.state = state;
    }
    return this.list;
  }
}
