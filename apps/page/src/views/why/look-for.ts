import { type Client, type GroupKey, type GroupStatus, TargetEyeError } from '@target-eye/client';
import { type Found, meantBy, worstFirst } from './answer.js';
import { nearest, piecesOf, type Similar } from './similar.js';

/** How a host is looked for. */
export interface Look {
  /** How many groups are looked at, at most. */
  readonly limit: number;
  /** Whether there is a Prometheus to ask what became of targets. */
  readonly hasPrometheus: boolean;
}

/** What was found of a host, or what is called nearly so. */
export interface FoundOrSimilar extends Found {
  readonly similar: readonly Similar[];
}

/**
 * Looks in which groups a host is, and what became of it.
 * @throws what the client throws
 */
export async function lookFor(client: Client, host: string, { limit, hasPrometheus }: Look): Promise<FoundOrSimilar> {
  const { groups, matched } = await client.list({ target: host, limit });
  const isMeant = meantBy(host);
  const found = await Promise.all(
    groups.map(async ({ application, environment, targets }) => {
      const status = hasPrometheus ? await statusOf(client, { application, environment }) : undefined;
      return {
        application,
        environment,
        targets: targets.filter(isMeant),
        status: status && { ...status, targets: status.targets.filter(({ target }) => isMeant(target)) },
      };
    }),
  );
  return { groups: worstFirst(found), matched, similar: matched === 0 ? await similarTo(client, host) : [] };
}

async function statusOf(client: Client, key: GroupKey): Promise<GroupStatus | undefined> {
  try {
    return await client.status(key);
  } catch (error) {
    // The URL of a group that is called so cannot be sent by a browser.
    if (error instanceof TargetEyeError && error.code === 'name_not_sendable') return undefined;
    throw error;
  }
}

/** How many groups are looked through for targets that are called nearly so. */
const MAX_SEARCHED = 100;

async function similarTo(client: Client, host: string): Promise<readonly Similar[]> {
  for (const search of piecesOf(host)) {
    const { groups } = await client.list({ search, limit: MAX_SEARCHED });
    const similar = nearest(host, search, groups);
    if (similar.length > 0) return similar;
  }
  return [];
}
