import type { Cancel, Clock } from '@target-eye/domain';
import type {
  Census,
  Etcd,
  KeyEvent,
  KeyValue,
  NodeState,
  Outcome,
  Page,
  WatchListener,
} from '../../src/client/etcd.js';
import { EtcdError } from '../../src/client/etcd-error.js';

interface OpenWatch {
  readonly endpoint: string;
  readonly prefix: string;
  readonly listener: WatchListener;
  next: number;
  isStarted: boolean;
  isOver: boolean;
  cancel: Cancel;
}

const ENDPOINTS = ['a', 'b'] as const;

/** For how long a node that hangs is waited for, in seconds. */
const TIMEOUT = 2;

/** A cluster of two nodes in memory that can be made to fail as real ones do, seen through its client. */
export class FakeCluster implements Etcd {
  clusterId = 'first';
  raftTerm = 100;
  compactedAt = 0;
  /** So many calls to come fail. */
  failing = 0;
  /** Nobody answers; what is watched ends. */
  isAway = false;
  /** Nodes that do nothing at all. */
  readonly hanging = new Set<string>();
  /** Whether watches are established and then tell nothing. */
  isMute = false;
  calls = 0;
  /** Called before each answer to `page`. */
  beforePage: () => void = () => undefined;
  /** The node that last did not establish a watch. */
  private left: string | undefined;
  private history: { readonly revision: number; readonly events: readonly KeyEvent[] }[] = [
    { revision: 1, events: [] },
  ];
  private readonly watches = new Set<OpenWatch>();

  constructor(private readonly clock: Clock) {}

  get revision(): number {
    return this.history.at(-1)?.revision ?? 0;
  }

  /** Everything that was changed after this revision. */
  since(revision: number): readonly KeyEvent[] {
    return this.history.filter((made) => made.revision > revision).flatMap(({ events }) => events);
  }

  /** What there is, in the order of keys. */
  contents(prefix: string, revision = this.revision): readonly KeyValue[] {
    const all = new Map<string, KeyValue>();
    for (const { events } of this.history.filter((made) => made.revision <= revision))
      for (const { key, current } of events)
        if (current === undefined) all.delete(key);
        else all.set(key, current);
    return [...all.values()]
      .filter(({ key }) => key.startsWith(prefix))
      .sort((one, other) => (one.key < other.key ? -1 : 1));
  }

  /** Changes these keys by one transaction; `undefined` removes one that is there. */
  change(values: ReadonlyMap<string, string | undefined>): void {
    const before = new Map(this.contents('').map((entry) => [entry.key, entry]));
    const revision = this.revision + 1;
    const events: KeyEvent[] = [];
    for (const [key, value] of values) {
      const found = before.get(key);
      if (value !== undefined)
        events.push({
          key,
          current: { key, value, createRevision: found?.createRevision ?? revision, modRevision: revision },
          revision,
        });
      else if (found !== undefined) events.push({ key, current: undefined, revision });
    }
    if (events.length === 0) return;
    this.history.push({ revision, events });
    this.tellAll();
  }

  compact(revision: number): void {
    this.compactedAt = Math.max(this.compactedAt, Math.min(revision, this.revision));
  }

  /** Goes back to an earlier revision; nodes start anew. */
  restore(revision: number): void {
    this.history = this.history.filter((made) => made.revision <= Math.max(1, revision));
    this.compactedAt = Math.min(this.compactedAt, this.revision);
    this.endWatches();
  }

  endWatches(): void {
    for (const watch of [...this.watches]) this.end(watch, 'the connection ended', false);
  }

  /** Nodes that hung go on, with what they have to tell. */
  resume(): void {
    this.hanging.clear();
    this.tellAll();
  }

  write(): Promise<Outcome> {
    throw new Error('nobody writes through a feed');
  }

  compare(): Promise<Outcome> {
    throw new Error('nobody compares through a feed');
  }

  async page(prefix: string, limit: number, from = prefix, revision = 0): Promise<Page> {
    await this.answer();
    this.beforePage();
    const at = revision === 0 ? this.revision : revision;
    if (at < this.compactedAt || at > this.revision) throw new EtcdError('compacted', 'has forgotten what was then');
    const left = this.contents(prefix, at).filter(({ key }) => key >= from);
    return { entries: left.slice(0, limit), next: left[limit]?.key, revision: at };
  }

  async state(): Promise<NodeState> {
    await this.answer();
    return this.node('b');
  }

  async census(prefix: string, since: number): Promise<Census> {
    await this.answer();
    const entries = this.contents(prefix);
    const isAnyWritten = entries.some(({ modRevision }) => modRevision > since);
    return { count: entries.length, isAnyWritten, revision: this.revision };
  }

  watch(prefix: string, from: number, listener: WatchListener, avoiding?: string): () => void {
    const endpoint = ENDPOINTS.find((each) => each !== (avoiding ?? this.left)) ?? ENDPOINTS[0];
    const cancel = (): void => undefined;
    const watch: OpenWatch = { endpoint, prefix, listener, next: from, isStarted: false, isOver: false, cancel };
    this.watches.add(watch);
    queueMicrotask(() => {
      this.begin(watch);
    });
    watch.cancel = this.clock.after(TIMEOUT, () => {
      this.left = endpoint;
      this.end(watch, 'did not begin', false);
    });
    return () => {
      this.forget(watch);
    };
  }

  close(): void {
    this.watches.clear();
  }

  private begin(watch: OpenWatch): void {
    if (watch.isOver || this.hanging.has(watch.endpoint)) return;
    if (this.isAway) this.end(watch, 'refuses the connection', false);
    else if (watch.next < this.compactedAt) this.end(watch, 'has forgotten what was then', true);
    else {
      watch.isStarted = true;
      watch.cancel();
      watch.listener.started(this.node(watch.endpoint));
      this.tell(watch);
    }
  }

  private tellAll(): void {
    queueMicrotask(() => {
      for (const watch of [...this.watches]) this.tell(watch);
    });
  }

  private tell(watch: OpenWatch): void {
    if (watch.isOver || !watch.isStarted || this.isMute || this.hanging.has(watch.endpoint)) return;
    const events = this.since(watch.next - 1).filter(({ key }) => key.startsWith(watch.prefix));
    watch.next = Math.max(watch.next, this.revision + 1);
    if (events.length > 0) watch.listener.changed(events);
  }

  private end(watch: OpenWatch, reason: string, isCompacted: boolean): void {
    if (watch.isOver) return;
    this.forget(watch);
    watch.listener.ended({ message: `${watch.endpoint} ${reason}`, general: reason, isCompacted });
  }

  private forget(watch: OpenWatch): void {
    watch.isOver = true;
    watch.cancel();
    this.watches.delete(watch);
  }

  private node(endpoint: string): NodeState {
    return { endpoint, clusterId: this.clusterId, revision: this.revision, raftTerm: this.raftTerm };
  }

  private async answer(): Promise<void> {
    this.calls += 1;
    await Promise.resolve();
    if (this.failing === 0 && !this.isAway && this.hanging.size < ENDPOINTS.length) return;
    this.failing = Math.max(0, this.failing - 1);
    throw new EtcdError('unreachable', 'no node answers');
  }
}
