import { TargetGroupError } from '../faults/target-group-error.js';

/** How many targets may go at once without being asked about: not more than a share of all, or less than a number. */
export interface Fuse {
  /** Of all targets; with 100 nothing is ever too much. */
  readonly percent: number;
  readonly targets: number;
}

/** Targets, counted once for each group that has them. */
export interface Toll {
  /** Those that a change takes away. */
  readonly taken: number;
  /** Those that there are before it. */
  readonly total: number;
}

/** A change that was not made, because it would take away too much at once. */
export class TooMuchAtOnce extends TargetGroupError {
  constructor(
    readonly toll: Toll,
    { percent, targets }: Fuse,
    force: number | undefined,
  ) {
    const [taken, total] = [count(toll.taken), count(toll.total)];
    const rule = `more than ${String(percent)} % and at least ${count(targets)}`;
    const given = force === undefined ? '' : `, not the ${count(force)} that were forced`;
    super([
      {
        path: '',
        code: 'too_much_at_once',
        message: `nothing was changed: ${taken} of ${total} targets would be taken away at once, ${rule}${given}; force=${String(toll.taken)} lets exactly that many go`,
      },
    ]);
    this.name = 'TooMuchAtOnce';
  }
}

/**
 * Lets a change through that takes away little, or exactly as many targets as are forced. What is forced does not count
 * where little goes, so that a change that was forced can be repeated.
 * @throws TooMuchAtOnce
 */
export function checkFuse(toll: Toll, fuse: Fuse, force?: number): void {
  if (isTooMuch(toll, fuse) && toll.taken !== force) throw new TooMuchAtOnce(toll, fuse, force);
}

/** Whether more is taken away than the fuse lets go. */
function isTooMuch({ taken, total }: Toll, { percent, targets }: Fuse): boolean {
  return taken * 100 > percent * total && taken >= targets;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
