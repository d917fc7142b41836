import type { Clock } from '@target-eye/domain';
import type { ClusterEvents } from '../cluster-events.js';
import type { NodeState } from './etcd.js';
import type { Connection } from './connection.js';
import { describeNodes, type Said } from './describe-nodes.js';
import type { Header } from './gateway.js';
import { NodeFailure } from './node-failure.js';

/** Where a node is, and what was heard of it. */
export interface Endpoint {
  readonly url: string;
  /** Its place among all, from 1 on. */
  readonly place: number;
  readonly connection: Connection;
  /** Whether it has said to which cluster it belongs since it was last connected to. */
  isKnown: boolean;
  /** What it said last, if nothing has failed since. */
  raftTerm: number | undefined;
  /** The cluster that it belongs to, where that is not the one of the others. */
  otherCluster: string | undefined;
  /** When it failed, in seconds, as long as it is not heard to work again. */
  leftAt: number | undefined;
  /** Why it failed then. */
  failure: Said | undefined;
}

/** How long a node that failed is not preferred, in seconds, unless the others fail as well. */
const REST = 10;

/** The nodes that may be asked, in the order in which it is tried. */
export class Endpoints {
  /** The revision of the cluster that was heard last; the cluster has come at least so far. */
  revision = 0;
  private readonly all: readonly Endpoint[];
  private clusterId: string | undefined;

  constructor(
    urls: readonly string[],
    connect: (url: string, closed: () => void) => Connection,
    private readonly clock: Clock,
    private readonly events: ClusterEvents,
  ) {
    this.all = urls.map((url, index) => {
      const endpoint: Endpoint = {
        url,
        place: index + 1,
        connection: connect(url, () => (endpoint.isKnown = false)),
        isKnown: false,
        raftTerm: undefined,
        otherCluster: undefined,
        leftAt: undefined,
        failure: undefined,
      };
      return endpoint;
    });
  }

  /** Those that work first, in the order that was given; then those to be avoided; those that failed at last. */
  inOrder(avoiding: ReadonlySet<string> = new Set()): readonly Endpoint[] {
    const rank = ({ url, leftAt }: Endpoint): number => leftAt ?? (avoiding.has(url) ? 0 : -1);
    return [...this.all].sort((one, other) => rank(one) - rank(other));
  }

  /** The first of them. */
  preferred(avoiding: ReadonlySet<string>): Endpoint {
    const [first] = this.inOrder(avoiding);
    if (first === undefined) throw new Error('a cluster has at least one node');
    return first;
  }

  /** A node that failed and has rested since, so that it may be looked at. */
  rested(): Endpoint | undefined {
    const now = this.clock.now();
    return this.all.find(({ leftAt }) => leftAt !== undefined && now - leftAt >= REST);
  }

  /** The node did not do what it was asked for. */
  left(endpoint: Endpoint, failure: Said): void {
    const isNews = endpoint.leftAt === undefined;
    endpoint.isKnown = false;
    endpoint.raftTerm = undefined;
    endpoint.leftAt = this.clock.now();
    endpoint.failure = failure;
    if (isNews) this.events.nodeLeft(endpoint.url, failure.message);
  }

  /** Why nodes do not answer, those that failed last and have not been heard since. */
  describe(failures: ReadonlyMap<Endpoint, Said> = new Map()): Said {
    const known = this.all.flatMap((endpoint) => {
      const failure = failures.get(endpoint) ?? endpoint.failure;
      return failure === undefined ? [] : [[endpoint, failure] as const];
    });
    return describeNodes(known, this.all.length);
  }

  /**
   * The node has answered.
   * @throws NodeFailure where it belongs to another cluster, unless most nodes do by now
   */
  heard(endpoint: Endpoint, header: Header): NodeState {
    this.requireCluster(endpoint, header.cluster_id);
    const raftTerm = Number(header.raft_term);
    endpoint.isKnown = true;
    endpoint.raftTerm = raftTerm;
    endpoint.leftAt = undefined;
    endpoint.failure = undefined;
    this.revision = Number(header.revision ?? 0);
    const behind = this.behind(endpoint);
    if (behind !== undefined) this.left(endpoint, new NodeFailure(behind));
    return {
      endpoint: endpoint.url,
      clusterId: header.cluster_id,
      revision: this.revision,
      raftTerm,
    };
  }

  /** Why a node does not belong to the majority any more, as far as is known. */
  behind({ raftTerm }: Endpoint): string | undefined {
    const newest = Math.max(...this.all.map((other) => other.raftTerm ?? 0));
    if (raftTerm === undefined || raftTerm >= newest) return undefined;
    return `is in the raft term ${String(raftTerm)}, and others are in ${String(newest)} already`;
  }

  close(): void {
    for (const { connection } of this.all) connection.close();
  }

  private requireCluster(endpoint: Endpoint, id: string): void {
    const known = (this.clusterId ??= id);
    if (id === known) {
      for (const each of this.all) each.otherCluster = undefined;
      return;
    }
    endpoint.otherCluster = id;
    const same = this.all.filter(({ otherCluster }) => otherCluster === id).length;
    if (same * 2 <= this.all.length)
      throw new NodeFailure(`belongs to the cluster ${id}, and the others to ${known}`, {
        general: 'belongs to another cluster than the others',
      });
    this.clusterId = id;
    for (const each of this.all) each.raftTerm = undefined;
  }
}
