import {
  type ChangeBatch,
  type ChangeJob,
  describeKey,
  fault,
  type GroupKey,
  type TargetGroupError,
  type Unclaimed,
} from '@target-eye/domain';
import type { HeldDirectory } from '../memory/followed-directory.js';
import type { LocatedFile } from '../memory/group-file.js';

/**
 * Whoever changes what may be another group's must have the right to write that one; whoever comes after, in the same
 * batch, changes the group's own.
 * @throws TargetGroupError `take_over_not_permitted`
 */
export function checkTakeOver({ key, mayTakeOver = () => true }: ChangeJob, { unclaimed }: LocatedFile): void {
  if (unclaimed !== undefined && !mayTakeOver(unclaimed.named)) throw takeOverFault(key, unclaimed);
}

function takeOverFault(key: GroupKey, { named }: Unclaimed): TargetGroupError {
  const whose =
    named === undefined
      ? 'whose labels do not say whose it is, so changing it needs the right to write every group'
      : `whose labels name ${describeKey(named)}, so changing it also needs the right to write that group`;
  return fault(
    '',
    'take_over_not_permitted',
    `what is stored for the target group ${describeKey(key)} is in a file of the predecessor ${whose}`,
  );
}

/** Renames a file of the predecessor to what the group's file is called; says whether that was to be done and worked. */
export function adopt({ files }: HeldDirectory, name: string, { name: oldName, file }: LocatedFile): boolean {
  return oldName !== name && file?.group !== undefined && files.adopt(oldName, name, file);
}

/** Done once a change of the group's own file has ended well. */
export function supersedeRival({ files }: HeldDirectory, key: GroupKey, { applied }: ChangeBatch): void {
  const rival = files.rivalOf(key);
  if (rival !== undefined && applied.some(({ mayTakeOver = () => true }) => mayTakeOver(rival.named)))
    files.supersede(rival.name);
}
