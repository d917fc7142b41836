import { setImmediate as nextTurn } from 'node:timers/promises';
import { describeKey, fault, isTooMuch, TargetGroupError } from '@target-eye/domain';
import type { FileSdDirectory } from '../directory/file-sd-directory.js';
import { keyOfFile } from '../memory/file-name.js';

/** Where published groups come from. */
export interface Origin {
  /** Its name, which nothing else has, as far as it is known. */
  known(): string | undefined;

  /** What it is, a part of a sentence. */
  readonly description: string;

  /** How to have in it what is in the directory, parts of a sentence that are alternatives. */
  readonly remedies: readonly string[];
}

/** How many files are read without letting others have the thread. */
const MAX_AT_ONCE = 100;

/**
 * Keeps a directory from being emptied by mistake: by a wrong address or prefix, or by a cluster that was set up anew. As
 * long as the groups come from where they came from before, whatever is gone there goes here, too.
 */
export class OriginGuard {
  /** The origin whose groups were found to be right last. */
  private trusted: string | undefined;
  /** Why the groups that were looked at last were not. */
  private refusal: string | undefined;

  /**
   * @param percent which share of the targets may go at once when the groups come from somewhere else than before,
   *   however few there are, because nobody has asked for that; with 100 all of them
   */
  constructor(
    private readonly origin: Origin,
    private readonly percent: number,
  ) {}

  /** Whether only a reconciliation may remove files, because they may be copies of what is somewhere else. */
  isInDoubt(directory: FileSdDirectory): boolean {
    const name = this.origin.known();
    return name === undefined || directory.origin() !== name;
  }

  /** Why the groups may not be those of this directory, a part of a sentence; `undefined` when they are. */
  doubt(): string | undefined {
    const name = this.origin.known();
    if (name !== undefined && name === this.trusted) return undefined;
    return this.refusal ?? 'it has not been looked yet whether they are those that were here before';
  }

  /**
   * Resolves when these files may be all there are.
   * @param from the name of the origin that they are of
   * @param wanted gives the names of the files that are to be there
   * @throws TargetGroupError `too_much_at_once`
   */
  async check(directory: FileSdDirectory, from: string, wanted: () => ReadonlySet<string>): Promise<void> {
    try {
      if (directory.origin() !== from) await this.checkLoss(directory, wanted());
    } catch (error) {
      if (error instanceof TargetGroupError) this.refusal = error.message;
      throw error;
    }
    this.trusted = from;
    this.refusal = undefined;
  }

  private async checkLoss(directory: FileSdDirectory, wanted: ReadonlySet<string>): Promise<void> {
    const names = directory.names().filter((name) => keyOfFile(name) !== undefined);
    const obsolete = names.filter((name) => !wanted.has(name));
    const [example] = obsolete.flatMap((name) => keyOfFile(name) ?? []);
    if (example === undefined) return;
    const share = `${count(obsolete.length)} of ${count(names.length)}, such as ${describeKey(example)}`;
    const { description: where, remedies } = this.origin;
    const way = `their files stay, and nothing is reconciled, until ${[...remedies, 'the files are removed'].join(', or ')}`;
    if (directory.origin() === undefined)
      throw fault('', 'too_much_at_once', `groups that have files here are not stored in ${where}: ${share}; ${way}`);
    const total = await targetsIn(directory, names);
    const taken = await targetsIn(directory, obsolete);
    if (!isTooMuch({ taken, total }, { percent: this.percent, targets: 1 })) return;
    const message = `what the groups are kept in is not what it was before, and too many are not stored in ${where}: ${share}, with ${count(taken)} of ${count(total)} targets; ${way}`;
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
