import { type Client, type GroupDetails, type GroupKey, type ListedGroup, TargetEyeError } from '@target-eye/client';
import type { TargetGroup, TargetGroupInput } from '@target-eye/client';

/** A group as it is stored, and the revision of all groups then. */
export interface Found {
  /** `undefined` if there is none. It has a `file` where the URL of the group can be asked. */
  readonly group: GroupDetails | ListedGroup | undefined;
  readonly all: string;
}

/** Whether the group has a URL that browsers send as it is: they take `.` and `..` for steps in the path. */
export function hasUrl({ application, environment }: GroupKey): boolean {
  return ![application, environment].some((name) => /^\.\.?$/.test(name));
}

/** Looks for a group. It is asked for only if some group has changed since `last`. */
export async function find(client: Client, key: GroupKey, last: Found | undefined): Promise<Found> {
  const { revision: all } = await client.list({ limit: 1 });
  if (all === last?.all) return last;
  if (!hasUrl(key)) return listed(client, key);
  // Of a group that is not there this is no error, which browsers would log.
  const { revision } = await client.show(key);
  return { all, group: revision === undefined ? undefined : await client.find(key) };
}

/** As `find`, in the list of groups. */
async function listed(client: Client, key: GroupKey): Promise<Found> {
  // `*` in a name is any text in a filter.
  const { groups, unreadable, revision } = await client.list({ ...key, limit: 10_000 });
  const reason = unreadable.find((each) => isSame(each, key))?.reason;
  if (reason !== undefined)
    throw new TargetEyeError({ code: 'unreadable', message: `the group is unreadable: ${reason}` });
  return { group: groups.find((each) => isSame(each, key)), all: revision };
}

/** What is to become of a group. */
export interface Change {
  readonly key: GroupKey;
  /** The revision that it has; `undefined` if it must not be there. */
  readonly revision: string | undefined;
  /** The parts that are replaced; `undefined` to remove it. */
  readonly parts: TargetGroupInput | undefined;
  /** The group after it, or before it where it is removed. */
  readonly whole: TargetGroup;
}

/**
 * Changes a group.
 * @returns the group after the change, or what was removed
 * @throws TargetEyeError, `precondition_failed` if it has another revision
 */
export async function change(client: Client, made: Change, dryRun = false): Promise<TargetGroup | undefined> {
  const { key, revision, parts } = made;
  if (!hasUrl(key)) return changeListed(client, made, dryRun);
  if (parts === undefined) return (await client.removeGroup(key, { ifMatch: revision, dryRun })).group;
  const options = { ifMatch: revision, ifAbsent: revision === undefined, dryRun };
  return (await client.replace(key, parts, options)).group;
}

async function changeListed(
  client: Client,
  { key, revision, parts, whole }: Change,
  dryRun: boolean,
): Promise<TargetGroup> {
  const { group, all } = await listed(client, key);
  if (group?.revision !== revision)
    throw new TargetEyeError({ code: 'precondition_failed', message: 'somebody else changed the group meanwhile' });
  const options = { ifMatch: all, dryRun };
  if (parts !== undefined) await client.replaceAll([{ ...key, ...whole }], options);
  else {
    const { removed } = await client.removeMatching(key, { ...options, dryRun: true, force: whole.targets.length });
    if (removed !== 1)
      throw new TargetEyeError({ code: 'name_not_sendable', message: 'the names fit other groups too' });
    await client.removeMatching(key, { ...options, force: whole.targets.length });
  }
  return whole;
}

function isSame(one: { readonly application?: string; readonly environment?: string }, other: GroupKey): boolean {
  return one.application === other.application && one.environment === other.environment;
}
