import { checkLabels } from './labels.js';
import { MAX_FAULTS } from '../faults/fault.js';
import { Faults } from '../faults/faults.js';
import { TargetGroupError } from '../faults/target-group-error.js';
import type { TargetGroup } from './target-group.js';
import { checkTarget } from './target.js';

/** How much of a group that was written by hand the rules refuse. */
export interface RefusedParts {
  /** A part of a sentence without anything that stands in the group. */
  readonly summary: string;
  /** The first fault's message, which names the value. */
  readonly example: string;
}

/** What the rules refuse about a group that is stored already, `undefined` when nothing. */
export function findRefusedParts({ targets, labels }: TargetGroup): RefusedParts | undefined {
  const ofTargets = faultsIn((faults) => {
    for (const target of targets) checkTarget({ target, path: 'targets' }, faults);
  });
  const ofLabels = faultsIn((faults) => {
    checkLabels(labels, faults);
  });
  const example = [...ofTargets, ...ofLabels][0];
  if (example === undefined) return undefined;
  const parts = [count(ofTargets.length, 'target'), count(ofLabels.length, 'label')].filter((part) => part !== '');
  return { summary: `${parts.join(' and ')} that the rules refuse`, example };
}

function faultsIn(check: (faults: Faults) => void): readonly string[] {
  const faults = new Faults();
  check(faults);
  try {
    faults.throwIfAny();
    return [];
  } catch (error) {
    if (!(error instanceof TargetGroupError)) throw error;
    return error.faults.map(({ message }) => message);
  }
}

function count(number: number, what: string): string {
  if (number === 0) return '';
  return `${number < MAX_FAULTS ? String(number) : `at least ${String(number)}`} ${what}${number === 1 ? '' : 's'}`;
}
