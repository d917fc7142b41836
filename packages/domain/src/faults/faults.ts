import type { TargetGroupErrorCode } from './codes.js';
import { type Fault, MAX_FAULTS } from './fault.js';
import { TargetGroupError } from './target-group-error.js';

/**
 * Collects every fault of a request. At most `MAX_FAULTS` are kept, so that a hostile request of a million bad targets
 * costs no more than an honest one.
 */
export class Faults {
  /** @param place what stands before every path; faults of different places are collected together */
  constructor(
    private readonly place = '',
    private readonly collected: { readonly kept: Fault[]; total: number } = { kept: [], total: 0 },
  ) {}

  add(path: string, code: TargetGroupErrorCode, message: string): void {
    const { collected, place } = this;
    collected.total += 1;
    if (collected.kept.length < MAX_FAULTS) collected.kept.push({ path: joined(place, path), code, message });
  }

  /** For the faults of a part: what is added there is added here, with the place of the part in front of its path. */
  within(place: string): Faults {
    return new Faults(joined(this.place, place), this.collected);
  }

  /** @throws TargetGroupError when anything was added */
  throwIfAny(): void {
    const { kept, total } = this.collected;
    const [first, ...others] = kept;
    if (first !== undefined) throw new TargetGroupError([first, ...others], { total });
  }
}

function joined(place: string, path: string): string {
  return place === '' || path === '' ? place + path : `${place}.${path}`;
}
