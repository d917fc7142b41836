import type { TargetGroupErrorCode } from './codes.js';
import { type Fault, MAX_FAULTS } from './fault.js';
import { TargetGroupError } from './target-group-error.js';

/**
 * Collects every fault of a request. At most `MAX_FAULTS` are kept, so that a hostile request of a million bad targets
 * costs no more than an honest one.
 */
export class Faults {
  private readonly kept: Fault[] = [];
  private total = 0;

  add(path: string, code: TargetGroupErrorCode, message: string): void {
    this.total += 1;
    if (this.kept.length < MAX_FAULTS) this.kept.push({ path, code, message });
  }

  /** @throws TargetGroupError when anything was added */
  throwIfAny(): void {
    const [first, ...others] = this.kept;
    if (first !== undefined) throw new TargetGroupError([first, ...others], { total: this.total });
  }
}
