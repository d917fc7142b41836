import {
  type ClusterEvents,
  type ClusterOperation,
  type ClusterOutcome,
  NO_CLUSTER_EVENTS,
} from '../cluster-events.js';
import { Cluster, type ClusterOptions, type Question } from './cluster.js';
import type { Said } from './describe-nodes.js';
import type { Endpoint } from './endpoints.js';
import type { Census, Etcd, NodeState, Outcome, Page, WatchListener, Write } from './etcd.js';
import { after, type Answered, keysWith, keyValue, type RangeAnswer } from './gateway.js';
import type { NodeFailure } from './node-failure.js';
import { measured } from './measured.js';
import { Operation } from './operation.js';
import { compare, write } from './transactions.js';
import { Watch } from './watch.js';

/** How long a node may take over a page, in seconds. */
const PAGE = 2;

/** How long a node may take to look at every key, in seconds. */
const CENSUS = 4;

const DEFAULTS: ClusterOptions = {
  clock: {
    now: () => Date.now() / 1000,
    after: (seconds, call) => {
      const timer = setTimeout(call, seconds * 1000);
      return () => {
        clearTimeout(timer);
      };
    },
  },
  random: Math.random,
  tls: () => ({}),
  login: () => undefined,
  events: NO_CLUSTER_EVENTS,
};

/** etcd's JSON gateway (https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/) over Node's own HTTP. */
export class EtcdClient implements Etcd {
  private readonly cluster: Cluster;
  private readonly watches = new Map<Watch, string>();

  /** @param endpoints URLs of nodes of one cluster, such as `http://127.0.0.1:2379`, the preferred one first */
  constructor(endpoints: readonly [string, ...string[]], options: Partial<ClusterOptions> = {}) {
    this.cluster = new Cluster(
      endpoints.map((url) => new URL(url).origin),
      { ...DEFAULTS, ...options },
    );
  }

  write(change: Write): Promise<Outcome> {
    return measured(this.events, 'write', () => write(this.cluster, change), outcomeOf);
  }

  compare(key: string, seenAt: number): Promise<Outcome> {
    return measured(this.events, 'compare', () => compare(this.cluster, key, seenAt), outcomeOf);
  }

  page(prefix: string, limit: number, from?: string, revision = 0): Promise<Page> {
    const { key, range_end } = keysWith(prefix);
    const body = { key: from ?? key, range_end, limit: String(limit), revision: String(revision) };
    return this.ranged('page', { key: prefix }, { body, seconds: PAGE }, ({ answer, node }) => {
      const { kvs = [], more } = answer as RangeAnswer;
      const last = kvs.at(-1);
      return {
        entries: kvs.map(keyValue),
        next: more === true && last !== undefined ? after(last.key) : undefined,
        revision: revision === 0 ? node.revision : revision,
      };
    });
  }

  watch(prefix: string, from: number, listener: WatchListener, avoiding?: string): () => void {
    if (!Number.isSafeInteger(from) || from < 1)
      throw new RangeError(`no watch can begin at the revision ${String(from)}`);
    const keys = keysWith(prefix);
    const endpoint = this.cluster.endpoints.preferred(new Set(avoiding === undefined ? [] : [avoiding]));
    const watch = new Watch(this.cluster, endpoint, keys, from, {
      started: (node) => {
        listener.started(node);
      },
      changed: (events) => {
        listener.changed(events);
      },
      ended: (failure) => {
        this.watches.delete(watch);
        listener.ended({ ...this.saidOf(endpoint, failure), isCompacted: failure.failure === 'compacted' });
      },
    });
    this.watches.set(watch, endpoint.url);
    return () => {
      this.watches.delete(watch);
      watch.end();
    };
  }

  state(prefix: string): Promise<NodeState> {
    return this.elsewhere(prefix, { wanted: { limit: '1' }, seconds: PAGE }, ({ node }) => node);
  }

  census(prefix: string, since: number): Promise<Census> {
    const wanted = { min_mod_revision: String(since + 1) };
    return this.elsewhere(prefix, { wanted, seconds: CENSUS }, ({ answer, node }) => {
      const { kvs, count = '0' } = answer as RangeAnswer;
      return { count: Number(count), isAnyWritten: kvs !== undefined, revision: node.revision };
    });
  }

  /** The login or TLS is another one from now on: what is watched ends, to be watched again over another connection. */
  renew(): void {
    for (const watch of [...this.watches.keys()]) watch.stop('is connected to anew');
  }

  close(): void {
    for (const watch of this.watches.keys()) watch.end();
    this.watches.clear();
    this.cluster.close();
  }

  private get events(): ClusterEvents {
    return this.cluster.options.events;
  }

  /** What became of a watch: where another node may do, also what is known of the others that fail. */
  private saidOf(endpoint: Endpoint, failure: NodeFailure): Said {
    const { message, general, remedy } = failure;
    if (remedy === 'none') return { message: `${endpoint.url} ${message}`, general: `the cluster ${general}` };
    return this.cluster.endpoints.describe(new Map([[endpoint, failure]]));
  }

  /** Asks for keys by way of a node that is not watched. */
  private elsewhere<Result>(
    prefix: string,
    { wanted, seconds }: { readonly wanted: object; readonly seconds: number },
    resultOf: (answered: Answered) => Result,
  ): Promise<Result> {
    const avoiding = new Set(this.watches.values());
    const body = { ...keysWith(prefix), keys_only: true, ...wanted };
    return this.ranged('state', { key: prefix, avoiding }, { body, seconds }, resultOf);
  }

  private ranged<Result>(
    operation: ClusterOperation,
    options: { readonly key: string; readonly avoiding?: ReadonlySet<string> },
    question: Omit<Question, 'path'>,
    resultOf: (answered: Answered) => Result,
  ): Promise<Result> {
    const work = (): Promise<Answered> =>
      Operation.run(this.cluster, options, (running) => running.ask({ path: '/v3/kv/range', ...question }));
    return measured(
      this.events,
      operation,
      async () => resultOf(await work()),
      () => 'ok',
    );
  }
}

function outcomeOf({ isMade }: Outcome): ClusterOutcome {
  return isMade ? 'ok' : 'conflict';
}
