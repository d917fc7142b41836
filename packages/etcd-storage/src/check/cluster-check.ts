import { Cluster, type ClusterOptions } from '../client/cluster.js';
import type { Endpoint } from '../client/endpoints.js';
import { type Answer, encoded, keysWith } from '../client/gateway.js';
import { isForbidden } from '../client/failures.js';
import { NodeFailure } from '../client/node-failure.js';
import { Watch } from '../client/watch.js';
import { NO_CLUSTER_EVENTS } from '../cluster-events.js';
import { FIT_VERSIONS, isFit } from './versions.js';

/** What a check found out about a cluster. */
export interface ClusterFinding {
  /** Whether groups may be kept there as things are. */
  readonly isGood: boolean;
  /** Whether it stays so until somebody mends it; a node that does not answer may only be down. */
  readonly isFault: boolean;
  readonly sentence: string;
}

export type CheckOptions = Pick<ClusterOptions, 'clock' | 'tls' | 'login'>;

/** How long a node may take over each question, in seconds. Somebody waits for the result. */
const PATIENCE = 3;

/** At which no key was ever changed, so that what compares with it changes nothing. */
const NEVER = String(Number.MAX_SAFE_INTEGER);

/**
 * Asks each node, all at the same time, for everything that a store needs: an answer of the majority, reading, writing and
 * watching. Nothing is changed. The findings are in the order of the endpoints; what concerns several of them comes last.
 * @param prefix what the keys begin with; ends in `/`
 */
export async function checkCluster(
  endpoints: readonly string[],
  prefix: string,
  options: CheckOptions,
): Promise<readonly ClusterFinding[]> {
  const checked = await Promise.all(endpoints.map((url) => checkNode(url, prefix, options)));
  return [...checked.flatMap(({ findings }) => findings), ...ofClusters(checked)];
}

interface Checked {
  readonly url: string;
  /** Which cluster it belongs to, as etcdctl shows it; `undefined` where it does not answer. */
  readonly clusterId: string | undefined;
  readonly findings: readonly ClusterFinding[];
}

async function checkNode(url: string, prefix: string, options: CheckOptions): Promise<Checked> {
  const cluster = new Cluster([url], { ...options, random: Math.random, events: NO_CLUSTER_EVENTS });
  const node = new CheckedNode(cluster, cluster.endpoints.preferred(new Set()), prefix);
  try {
    return await node.findings();
  } finally {
    cluster.close();
  }
}

interface StatusAnswer extends Answer {
  readonly version: string;
}

class CheckedNode {
  private readonly keys: string;

  constructor(
    private readonly cluster: Cluster,
    private readonly endpoint: Endpoint,
    private readonly prefix: string,
  ) {
    this.keys = `keys that begin with ${prefix}`;
  }

  async findings(): Promise<Checked> {
    const { url } = this.endpoint;
    let clusterId: string | undefined;
    try {
      const { revision, id } = await this.refusedAs(`read ${this.keys}`, () => this.read());
      clusterId = id;
      const version = await this.version();
      await this.refusedAs(`write ${this.keys}`, () => this.write());
      await this.refusedAs(`watch ${this.keys}`, () => this.watch(revision));
      const sentence = `${url} answers as ${version === undefined ? 'a node' : `etcd ${version}`} of the cluster ${id}; ${this.keys} can be read, written and watched`;
      return { url, clusterId, findings: [{ isGood: true, isFault: false, sentence }, ...ofVersion(url, version)] };
    } catch (error) {
      if (!(error instanceof NodeFailure)) throw error;
      return {
        url,
        clusterId,
        findings: [{ isGood: false, isFault: isLasting(error), sentence: `${url} ${error.message}` }],
      };
    }
  }

  /** What the login may not do is said in the words of the one who asked. */
  private async refusedAs<Result>(what: string, attempt: () => Promise<Result>): Promise<Result> {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof NodeFailure && isForbidden(error))
        throw new NodeFailure(`does not permit the login to ${what}`, { failure: 'refused', remedy: 'none' });
      throw error;
    }
  }

  private async read(): Promise<{ readonly revision: number; readonly id: string }> {
    const { node } = await this.ask('/v3/kv/range', { ...keysWith(this.prefix), limit: '1', keys_only: true });
    return { revision: node.revision, id: BigInt(node.clusterId).toString(16) };
  }

  /** A login that may not ask for it may do everything else all the same. */
  private async version(): Promise<string | undefined> {
    try {
      const { answer } = await this.ask('/v3/maintenance/status', {});
      return (answer as StatusAnswer).version;
    } catch (error) {
      if (error instanceof NodeFailure && error.failure === 'refused') return undefined;
      throw error;
    }
  }

  /** etcd looks at the rights, and whether there is room, before it compares, and the comparison never holds. */
  private async write(): Promise<void> {
    const key = encoded(`${this.prefix}check`);
    await this.ask('/v3/kv/txn', {
      compare: [{ key, target: 'MOD', result: 'EQUAL', mod_revision: NEVER }],
      success: [{ request_put: { key, value: '' } }],
    });
  }

  private watch(revision: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const watch = new Watch(this.cluster, this.endpoint, keysWith(this.prefix), revision + 1, {
        started: () => {
          watch.end();
          resolve();
        },
        changed: () => undefined,
        ended: (failure) => {
          reject(
            new NodeFailure(`cannot be watched: it ${failure.message}`, {
              failure: failure.failure,
              remedy: failure.remedy,
              cause: failure.cause,
            }),
          );
        },
      });
    });
  }

  private ask(path: string, body: object): ReturnType<Cluster['ask']> {
    return this.cluster.ask(this.endpoint, { path, body, seconds: PATIENCE });
  }
}

function isLasting({ failure, remedy }: NodeFailure): boolean {
  return remedy !== 'time' && failure !== 'full';
}

function ofVersion(url: string, version: string | undefined): readonly ClusterFinding[] {
  if (version === undefined || isFit(version)) return [];
  return [
    {
      isGood: false,
      isFault: false,
      sentence: `${url} runs etcd ${version}, which is good for trials; for production take ${FIT_VERSIONS}`,
    },
  ];
}

function ofClusters(checked: readonly Checked[]): readonly ClusterFinding[] {
  const known = checked.filter(({ clusterId }) => clusterId !== undefined);
  if (new Set(known.map(({ clusterId }) => clusterId)).size <= 1) return [];
  const places = known.map(({ url, clusterId }) => `${url} to ${String(clusterId)}`).join(', ');
  return [{ isGood: false, isFault: true, sentence: `the endpoints belong to different clusters: ${places}` }];
}
