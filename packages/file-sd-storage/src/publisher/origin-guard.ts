import { describeKey, fault } from '@target-eye/domain';
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

/** How many of the missing groups a message names. */
const MAX_NAMED = 10;

/**
 * Keeps a directory from being emptied by mistake: by a wrong address or prefix, or by a cluster that was set up anew. As
 * long as the groups come from where they came from before, whatever is gone there goes here, too.
 */
export class OriginGuard {
  /** The origin whose groups were found to be right last. */
  private trusted: string | undefined;
  /** Why the groups that were looked at last were not. */
  private refusal: string | undefined;

  constructor(private readonly origin: Origin) {}

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
   * Looks whether these files may be all there are: where they come from somewhere else than before, none may be missing,
   * because nobody has asked for that.
   * @param from the name of the origin that they are of
   * @param wanted gives the names of the files that are to be there
   * @throws TargetGroupError `too_much_at_once`
   */
  check(directory: FileSdDirectory, from: string, wanted: () => ReadonlySet<string>): void {
    this.refusal = directory.origin() === from ? undefined : this.lossOf(directory, wanted());
    if (this.refusal !== undefined) throw fault('', 'too_much_at_once', this.refusal);
    this.trusted = from;
  }

  /** What would be lost, a part of a sentence; `undefined` where that is nothing. */
  private lossOf(directory: FileSdDirectory, wanted: ReadonlySet<string>): string | undefined {
    const names = directory.names().filter((name) => keyOfFile(name) !== undefined);
    const missing = names.filter((name) => !wanted.has(name)).sort();
    if (missing.length === 0) return undefined;
    const { description, remedies } = this.origin;
    const some = missing.slice(0, MAX_NAMED).flatMap((name) => keyOfFile(name) ?? []);
    const share = `${count(missing.length)} of ${count(names.length)}${missing.length > MAX_NAMED ? ', such as' : ':'} ${some.map(describeKey).join(', ')}`;
    const end = [...remedies, 'their files are removed, if they are not wanted any more'].join(', or ');
    return `groups that have files here are not stored in ${description}, ${share}; their files stay, and nothing is reconciled, until ${end}`;
  }
}

function count(number: number): string {
  return number.toLocaleString('en');
}
