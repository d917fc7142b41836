import {
  type BulkResult,
  type Client,
  type GroupFilter,
  type GroupKey,
  type ListedGroup,
  TargetEyeError,
} from '@target-eye/client';
import { difference, type Difference, replace, type WholeGroup } from '@target-eye/domain';
import { groupText } from '../../place/group-text.js';

/** What is to be made of many groups. */
export interface Plan {
  readonly groups: readonly WholeGroup[];
  /** Whether their targets come on top of those that are there, and the labels stay. */
  readonly isAddition: boolean;
  /** Whether groups that are not named go. */
  readonly prune: boolean;
  /** Which groups it is about; all of them without it. */
  readonly filter: GroupFilter | undefined;
}

/** What a plan would come to. */
export interface Preview {
  /** As they are to be sent. */
  readonly groups: readonly WholeGroup[];
  /** The groups that there are, by `groupText`; others may be among them. */
  readonly before: ReadonlyMap<string, ListedGroup>;
  /** Of all groups, when it was made. */
  readonly revision: string;
  /** What the service says that would become of each group. */
  readonly result: BulkResult;
  /** If it takes away so much that the service wants to be told, why; its `force` is how many targets. */
  readonly fuse: TargetEyeError | undefined;
  /** Whether it is another one than the reader has seen, because groups changed meanwhile. */
  readonly isNew?: boolean;
}

/** So often it is made again when groups change meanwhile. */
const MAX_TRIES = 5;

/**
 * Finds out what a plan would come to. Nothing is changed.
 * @throws what the client throws
 */
export async function previewOf(client: Client, plan: Plan, signal?: AbortSignal): Promise<Preview> {
  for (let tries = 1; ; tries++) {
    const { before, revision } = await present(client, plan, signal);
    const groups = plan.isAddition
      ? plan.groups.map((group) => addedTo(before.get(groupText(group)), group))
      : plan.groups;
    const { prune, filter } = plan;
    const tried = (force?: number): Promise<BulkResult> =>
      client.replaceAll(groups, { prune, filter, ifMatch: revision, force, dryRun: true, signal });
    try {
      return { groups, before, revision, result: await tried(), fuse: undefined };
    } catch (error) {
      if (!(error instanceof TargetEyeError)) throw error;
      if (error.force !== undefined) return { groups, before, revision, result: await tried(error.force), fuse: error };
      if (error.code !== 'precondition_failed' || tries === MAX_TRIES) throw error;
    }
  }
}

/**
 * Carries out what was shown. When groups changed meanwhile, it still does if what would become of each group is the same;
 * else nothing is changed, and the new preview is returned.
 * @throws what the client throws
 */
export async function carryOut(
  client: Client,
  plan: Plan,
  shown: Preview,
  force: number | undefined,
): Promise<BulkResult | Preview> {
  const { prune, filter } = plan;
  let current = shown;
  for (;;)
    try {
      return await client.replaceAll(current.groups, { prune, filter, ifMatch: current.revision, force });
    } catch (error) {
      if (!(error instanceof TargetEyeError) || error.code !== 'precondition_failed') throw error;
      current = await previewOf(client, plan);
      if (signatureOf(current) !== signatureOf(shown)) return { ...current, isNew: true };
    }
}

/** The same for previews of the same changes to the same groups. */
function signatureOf({ before, result, fuse }: Preview): string {
  const groups = result.groups.map((group) => [group, before.get(groupText(group))?.revision]);
  return JSON.stringify([groups, fuse?.force]);
}

/** Longer lists of names do not fit into a URL. */
const MAX_NAMES = 4000;

const PAGE_LIMIT = 10_000;

/** The groups that a plan can concern. */
async function present(
  client: Client,
  { groups, filter, prune }: Plan,
  signal: AbortSignal | undefined,
): Promise<Pick<Preview, 'before' | 'revision'>> {
  const names = [...new Set(groups.map(({ application }) => application))];
  const isShort = names.length > 0 && encodeURIComponent(names.join('')).length + names.length * 13 < MAX_NAMES;
  // A star in a name would stand for other names.
  const application = isShort && !names.some((name) => name.includes('*')) ? names : undefined;
  const wanted = prune ? filter : { application };
  const before = new Map<string, ListedGroup>();
  let [after, revision]: (string | undefined)[] = [];
  do {
    const page = await client.list({ ...wanted, limit: PAGE_LIMIT, after }, { signal });
    for (const group of page.groups) before.set(groupText(group), group);
    revision ??= page.revision;
    after = page.next;
  } while (after !== undefined);
  return { before, revision };
}

function addedTo(before: ListedGroup | undefined, { targets, ...group }: WholeGroup): WholeGroup {
  if (before === undefined) return { ...group, targets };
  return { ...group, targets: [...new Set([...before.targets, ...targets])], labels: before.labels };
}

/** What differs in a group, by its key. */
export function differencesIn({ groups, before }: Preview): (key: GroupKey) => Difference {
  const sent = new Map(groups.map((group) => [groupText(group), group]));
  return (key) => {
    const group = sent.get(groupText(key));
    const after = group && replace(key, { targets: group.targets, labels: group.labels ?? {} })(undefined);
    return difference(before.get(groupText(key)), after);
  };
}
