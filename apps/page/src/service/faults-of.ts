import { type Fault, TargetGroupError } from '@target-eye/domain';

/** What the rules of the domain say against something; nothing where they let it pass. */
export function faultsOf(rule: () => unknown): readonly Fault[] {
  try {
    rule();
    return [];
  } catch (error) {
    if (error instanceof TargetGroupError) return error.faults;
    throw error;
  }
}
