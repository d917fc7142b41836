import type { Questionable, StoredGroup, Unclaimed, Unreadable } from '@target-eye/domain';
import type { CountedFiles } from './counted-files.js';
import { keyOfFile } from './file-name.js';

/** Lists of what is odd in a directory, each made once for a state of the files. */
export class Findings {
  private readonly listed = {
    unreadable: new MadeOnce<Unreadable>(),
    unclaimed: new MadeOnce<Unclaimed>(),
    questionable: new MadeOnce<Questionable>(),
  };

  /**
   * @param unclaimedFiles gives those of `predecessors` that no group has claimed
   * @param lastReadAt gives what was last read of a file that is unreadable
   */
  constructor(
    private readonly groups: CountedFiles,
    private readonly predecessors: CountedFiles,
    private readonly unclaimedFiles: () => readonly Unclaimed[],
    private readonly lastReadAt: (name: string) => StoredGroup | undefined,
  ) {}

  /** In the order of their names. */
  unreadable(): readonly Unreadable[] {
    const files = [this.groups, this.predecessors];
    return this.listed.unreadable.get(files.map(({ oddChanges }) => oddChanges).join(), () =>
      files
        .flatMap((some) => [...some.unreadableNames()].map((name) => ({ name, file: some.get(name) })))
        .map(({ name, file }) => ({
          name,
          key: keyOfFile(name),
          reason: file?.unreadable ?? '',
          lastRead: this.lastReadAt(name),
        }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    );
  }

  unclaimed(): readonly Unclaimed[] {
    return this.listed.unclaimed.get(String(this.predecessors.changes), this.unclaimedFiles);
  }

  questionable(): readonly Questionable[] {
    return this.listed.questionable.get(String(this.groups.oddChanges), () =>
      [...this.groups.questionableNames()].flatMap((name) => {
        const key = keyOfFile(name);
        const refused = this.groups.get(name)?.refused?.summary;
        return key === undefined || refused === undefined ? [] : [{ key, refused }];
      }),
    );
  }
}

/** A list that is made anew when the state that it shows is another one. */
class MadeOnce<Element> {
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
