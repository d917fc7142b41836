import type { BulkResult, Client, GroupFilter, GroupKey, ListedGroup, TargetEyeError } from '@target-eye/client';
import type { WholeGroup } from '@target-eye/domain';

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
  readonly plan: Plan;
  /** As they are to be sent. */
  readonly groups: readonly WholeGroup[];
  /** The group that there is; `undefined` for none. */
  readonly before: (key: GroupKey) => ListedGroup | undefined;
  /** The group that is to be sent; `undefined` for none. */
  readonly after: (key: GroupKey) => WholeGroup | undefined;
  /** What the service says that would become of each group. */
  readonly result: BulkResult;
  /** If it takes away so much that the service wants to be told, why; its `force` is how many targets. */
  readonly fuse: TargetEyeError | undefined;
  /** Whether it is another one than the reader has seen, because groups changed meanwhile. */
  readonly isNew: boolean;
  /**
   * Carries out what was shown. When groups changed meanwhile, it still does if what would become of each group is the
   * same; else nothing is changed, and the new preview is returned. It throws what the client throws.
   */
  readonly carryOut: (client: Client) => Promise<BulkResult | Preview>;
}

/** So often it is made again when groups change meanwhile. */
const MAX_TRIES = 5;

/**
 * Finds out what a plan would come to. Nothing is changed.
 * @throws what the client throws
 */
export async function previewOf(client: Client, plan: Plan, signal?: AbortSignal): Promise<Preview> {
  const { prune, filter } = plan;
  for (let tries = 1; ; tries++) {
    const { before, revision } = await present(client, plan, signal);
    const groups = plan.isAddition ? plan.groups.map((group) => addedTo(before(group), group)) : plan.groups;
    const change = { prune, filter, ifMatch: revision };
    const tried = async (fuse?: TargetEyeError): Promise<Preview> => {
      const force = fuse?.force;
      const preview: Preview = {
        plan,
        groups,
        before,
        after: byName(groups),
        result: await client.replaceAll(groups, { ...change, force, dryRun: true, signal }),
        fuse,
        isNew: false,
        carryOut: async (own) => {
          try {
            return await own.replaceAll(groups, { ...change, force });
          } catch (error) {
            if (!isOutOfDate(error)) throw error;
            const next = await previewOf(own, plan);
            return signatureOf(next) === signatureOf(preview) ? next.carryOut(own) : { ...next, isNew: true };
          }
        },
      };
      return preview;
    };
    try {
      return await tried();
    } catch (error) {
      if ((error as TargetEyeError).force !== undefined) return tried(error as TargetEyeError);
      if (!isOutOfDate(error) || tries === MAX_TRIES) throw error;
    }
  }
}

function isOutOfDate(error: unknown): boolean {
  return (error as TargetEyeError).code === 'precondition_failed';
}

/** The same for previews of the same changes to the same groups. */
function signatureOf({ before, result, fuse }: Preview): string {
  return JSON.stringify([result.groups.map((group) => [group, before(group)?.revision]), fuse?.force]);
}

/** Longer lists of names do not fit into a URL. */
const MAX_NAMES = 4000;

const PAGE_LIMIT = 10_000;

/** The groups that a plan can concern, and the revision of all groups. */
async function present(
  client: Client,
  { groups, filter, prune }: Plan,
  signal: AbortSignal | undefined,
): Promise<Pick<Preview, 'before'> & { readonly revision: string | undefined }> {
  const names = [...new Set(groups.map(({ application }) => application))];
  const isShort = names.length > 0 && encodeURIComponent(names.join('')).length + names.length * 13 < MAX_NAMES;
  // A star in a name would stand for other names.
  const application = isShort && !names.some((name) => name.includes('*')) ? names : undefined;
  const wanted = prune ? filter : { application };
  const found: ListedGroup[] = [];
  let [after, revision]: (string | undefined)[] = [];
  do {
    const page = await client.list({ ...wanted, limit: PAGE_LIMIT, after }, { signal });
    for (const group of page.groups) found.push(group);
    revision ??= page.revision;
    after = page.next;
  } while (after !== undefined);
  return { before: byName(found), revision };
}

function byName<Group extends GroupKey>(groups: readonly Group[]): (key: GroupKey) => Group | undefined {
  const nameOf = ({ application, environment }: GroupKey): string => JSON.stringify([application, environment]);
  const known = new Map(groups.map((group) => [nameOf(group), group]));
  return (key) => known.get(nameOf(key));
}

function addedTo(before: ListedGroup | undefined, { targets, ...group }: WholeGroup): WholeGroup {
  if (before === undefined) return { ...group, targets };
  return { ...group, targets: [...new Set([...before.targets, ...targets])], labels: before.labels };
}
