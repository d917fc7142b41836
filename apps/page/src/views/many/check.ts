import type { GroupKey } from '@target-eye/client';
import { describeKey, type Fault, groupKey, replace, type WholeGroup } from '@target-eye/domain';
import { faultsOf } from '../../service/faults-of.js';

/** Something that is wrong, and where, such as `groups[3].targets[0]`. */
export type FaultAt = Pick<Fault, 'path' | 'message'>;

/** What the reader may write, and the same as a sentence. */
export interface Rights {
  readonly mayWrite: (key: GroupKey) => boolean;
  readonly text: string;
}

/**
 * What the rules for names, targets and labels say against groups, and which of them the reader may not write. What is
 * wrong with several groups together only the service says.
 */
export function faultsIn(groups: readonly WholeGroup[], { mayWrite, text }: Rights): readonly FaultAt[] {
  return groups.flatMap((group, index): readonly FaultAt[] => {
    const { application, environment, targets, labels = {} } = group;
    const place = `groups[${String(index)}]`;
    const faults = [
      ...faultsOf(() => groupKey(application, environment)),
      ...faultsOf(() => replace(group, { targets, labels })),
    ].map(({ path, message }) => ({ path: `${place}.${path}`, message }));
    if (faults.length > 0 || mayWrite(group)) return faults;
    return [{ path: place, message: `${text}, not ${describeKey(group)}` }];
  });
}

/** A fault where it is in the text, with that place in it once: some sentences of the service begin with it. */
export function placed({ path, message }: FaultAt, placeOf: (path: string) => string): FaultAt {
  const place = placeOf(path);
  if (path === '' || !message.startsWith(`${path} `)) return { path: place, message };
  return { path: '', message: place + message.slice(path.length) };
}

/** What can be said against groups that are not named yet. */
export function faultsInTargets(groups: readonly WholeGroup[]): readonly FaultAt[] {
  const mayWrite = (): boolean => true;
  return faultsIn(groups, { mayWrite, text: '' }).filter(({ path }) => path.includes('.targets['));
}
