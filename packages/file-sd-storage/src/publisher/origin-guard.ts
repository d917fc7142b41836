import { setImmediate as nextTurn } from 'node:timers/promises';
import { describeKey, fault, type Fuse, isTooMuch } from '@target-eye/domain';
import type { FileSdDirectory } from '../directory/file-sd-directory.js';
import { keyOfFile } from '../memory/file-name.js';

/** Where published groups come from. */
export interface Origin {
  /** Its name, which nothing else has, as far as it is known without asking. */
  known(): string | undefined;

  /**
   * As `known`, asked for where it is not known.
   * @throws TargetGroupError when it cannot be asked for
   */
  find(): Promise<string>;
}

/** How many files are read without letting others have the thread. */
const MAX_AT_ONCE = 100;

/**
 * Keeps a directory from being emptied by mistake: by a wrong address or prefix, or by a cluster that was set up anew. As
 * long as the groups come from where they came from before, whatever is gone there goes here, too.
 */
export class OriginGuard {
  /** @param fuse how many targets may go at once when the groups come from somewhere else than before */
  constructor(
    private readonly origin: Origin,
    private readonly fuse: Fuse,
  ) {}

  /** Whether only a reconciliation may remove files, because they may be copies of what is somewhere else. */
  isInDoubt(directory: FileSdDirectory): boolean {
    const name = this.origin.known();
    return name === undefined || directory.origin() !== name;
  }

  /**
   * Resolves when these files may be all there are, with the name of the origin that the directory has when they are. A
   * name that was not known before the files is not taken for theirs: they may come from where the groups were until then.
   * @param wanted gives the names of the files that are to be there
   * @throws TargetGroupError `too_much_at_once`, or when the origin was not known
   */
  async check(directory: FileSdDirectory, wanted: () => ReadonlySet<string>): Promise<string> {
    const name = this.origin.known();
    if (name === undefined) {
      await this.origin.find();
      throw fault('', 'storage_unavailable', 'it was not known where the groups come from');
    }
    if (directory.origin() !== name) await this.checkLoss(directory, wanted());
    return name;
  }

  private async checkLoss(directory: FileSdDirectory, wanted: ReadonlySet<string>): Promise<void> {
    const names = directory.names().filter((name) => keyOfFile(name) !== undefined);
    const obsolete = names.filter((name) => !wanted.has(name));
    const [example] = obsolete.flatMap((name) => keyOfFile(name) ?? []);
    if (example === undefined) return;
    const share = `${count(obsolete.length)} of ${count(names.length)}, such as ${describeKey(example)}`;
    const way = 'they stay, and nothing is reconciled, until they are stored or their files are removed';
    if (directory.origin() === undefined)
      throw fault('', 'too_much_at_once', `groups that were here before are not stored: ${share}; ${way}`);
    const total = await targetsIn(directory, names);
    const taken = await targetsIn(directory, obsolete);
    if (!isTooMuch({ taken, total }, this.fuse)) return;
    const message = `the groups are not kept where they were before, and too many are not there: ${share}, with ${count(taken)} of ${count(total)} targets; ${way}`;
    throw fault('', 'too_much_at_once', message);
  }
}

async function targetsIn(directory: FileSdDirectory, names: readonly string[]): Promise<number> {
  let targets = 0;
  for (const [index, name] of names.entries()) {
    targets += directory.read(name)?.group?.targets.length ?? 0;
    if (index % MAX_AT_ONCE === MAX_AT_ONCE - 1) await nextTurn();
  }
  return targets;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
