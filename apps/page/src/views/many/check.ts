import type { GroupKey } from '@target-eye/client';
import {
  describeKey,
  type Filter,
  inTurns,
  parseGivenGroups,
  TargetGroupError,
  type Turns,
  type WholeGroup,
} from '@target-eye/domain';

/** Something that is wrong, and where, such as `groups[3].targets[0]`. */
export interface FaultAt {
  readonly path: string;
  readonly message: string;
}

/** Rights, as far as they are known. */
export interface Rights {
  readonly mayWrite: (key: GroupKey) => boolean;
  /** What may be changed, a sentence. */
  readonly text: string;
}

/** Milliseconds that the page does nothing else. */
const MAX_TURN = 30;

/** What is wrong with groups by the rules of the service and the rights of the reader; empty if nothing is. */
export async function faultsIn(
  groups: readonly WholeGroup[],
  filter: Filter | undefined,
  { mayWrite, text }: Rights,
): Promise<readonly FaultAt[]> {
  if (groups.length === 0) return [];
  try {
    const authorize = (): void => undefined;
    const given = await inTurns(parseGivenGroups(groups, { authorize, filter }), shortTurns());
    return given.groups
      .filter(({ key }) => !mayWrite(key))
      .map(({ key, place }) => ({ path: place, message: `${text}, not ${describeKey(key)}` }));
  } catch (error) {
    if (error instanceof TargetGroupError) return error.faults;
    throw error;
  }
}

function shortTurns(): Turns {
  let end = performance.now() + MAX_TURN;
  return {
    isOver: () => performance.now() > end,
    next: async () => {
      await new Promise((resolve) => setTimeout(resolve));
      end = performance.now() + MAX_TURN;
    },
  };
}
