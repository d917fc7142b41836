import {
  type Change,
  ChangeIntake,
  type ChangeOptions,
  type Clock,
  type GroupEvent,
  type GroupKey,
  type LastChange,
  Listeners,
  ONE_TURN,
  type Problem,
  type Questionable,
  type Snapshot,
  type StorageLog,
  type StoreCounts,
  type StoredGroup,
  type StoreStatus,
  type TargetGroup,
  type TargetGroupStore,
  timeText,
  type Transition,
  type Turns,
  type Unclaimed,
  type Unreadable,
  unreadableFault,
  type Unsubscribe,
} from '@target-eye/domain';
import type { Etcd } from '../client/etcd.js';
import { type ClusterEvents, NO_CLUSTER_EVENTS } from '../cluster-events.js';
import { GroupFeed } from '../feed/group-feed.js';
import { ClusterIdentity } from './cluster-identity.js';
import { ClusterRoom } from './cluster-room.js';
import { GroupCommits } from './group-commits.js';
import { type CopyWatch, GroupCopy } from './group-copy.js';
import { GroupNaming } from './group-naming.js';
import { neverHeardFault, NOT_HEARD_YET } from './store-fault.js';

/** What a store in a cluster is made of. */
export interface EtcdStoreParts {
  /** Is closed with the store. */
  readonly etcd: Etcd;
  /** What all keys begin with; ends in `/`. */
  readonly prefix: string;
  /** Throws a `TargetGroupError` for a group that cannot be kept, because not every host could publish it. */
  readonly checkKey: (key: GroupKey) => void;
  readonly clock: Clock;
  readonly log: StorageLog;
  readonly events?: ClusterEvents;
  /** Share the thread with whoever reads all groups. */
  readonly turns?: Turns;
}

/** What is listed where nothing can be unclaimed. */
const NONE: readonly never[] = [];

/**
 * Target groups in an etcd cluster, one key per group, for any number of instances that change them. Reads come from a
 * copy in memory, which follows the cluster and goes on being shown while the cluster is away. Changes of one group that
 * wait together cost one transaction (group commit). Whatever is answered to a change, the majority has confirmed.
 */
export class EtcdTargetGroupStore implements TargetGroupStore, StoreStatus {
  private readonly naming: GroupNaming;
  private readonly listeners: Listeners;
  private readonly feed: GroupFeed;
  private readonly copy: GroupCopy;
  private readonly room: ClusterRoom;
  private readonly intake: ChangeIntake;
  /** What the groups are kept in, so that a copy of them can tell it from another cluster or prefix. */
  readonly identity: ClusterIdentity;
  private closing: Promise<void> | undefined;

  /** Begins to listen to the cluster, whether or not it answers; until it has, nothing but `subscribe` works. */
  constructor(private readonly parts: EtcdStoreParts) {
    const { etcd, prefix, checkKey, clock, log, events = NO_CLUSTER_EVENTS, turns = ONE_TURN } = parts;
    this.naming = new GroupNaming(prefix, checkKey);
    this.listeners = new Listeners((error) => {
      log.warn('telling of a change failed', { error: String(error) });
    });
    const nameKey = `${prefix}id`;
    this.identity = new ClusterIdentity(etcd, nameKey);
    this.feed = new GroupFeed({ etcd, prefix: this.naming.start, nameKey, clock, random: Math.random, events });
    const watch: CopyWatch = {
      read: (reading) => {
        this.identity.read(reading);
      },
      odd: (name, record) => {
        const reason = record.detail ?? record.refused?.summary;
        log.warn('a group is not as it should be', { key: name, reason, example: record.refused?.example });
      },
      seen: (changedAt) => {
        events.changeTold(Math.max(0, clock.now() - changedAt));
      },
    };
    this.copy = new GroupCopy(this.naming, watch, this.listeners, turns);
    this.room = new ClusterRoom(etcd, prefix, clock);
    const { feed, copy, room } = this;
    const problem = this.problem.bind(this);
    const commits = new GroupCommits({ naming: this.naming, etcd, feed, copy, room, clock, events, log, problem });
    this.intake = new ChangeIntake(this.naming.nameOf, (name, jobs) => commits.commit(name, jobs));
    feed.start(copy);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- memory answers at once, faults still reject
  async find(key: GroupKey): Promise<StoredGroup | undefined> {
    const name = this.naming.nameOf(key);
    this.throwIfUnknown();
    const detail = this.copy.at(name)?.detail;
    if (detail !== undefined) throw unreadableFault(key, detail);
    return this.copy.shown.at(name, key);
  }

  async snapshot(): Promise<Snapshot> {
    this.throwIfUnknown();
    return this.copy.shown.snapshot();
  }

  update(key: GroupKey, change: Change, options?: ChangeOptions): Promise<Transition> {
    return this.intake.update(key, change, options);
  }

  replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition> {
    return this.intake.replace(key, group, options);
  }

  /** Whether it has ever been told which groups there are. */
  get isKnown(): boolean {
    return this.copy.isKnown;
  }

  /** Whether something is stored for the key, as far as is known, be it understood or not. */
  has(key: GroupKey): boolean {
    return this.copy.at(this.naming.nameOf(key)) !== undefined;
  }

  subscribe(listener: (event: GroupEvent) => void): Unsubscribe {
    return this.listeners.add(listener);
  }

  counts(): StoreCounts {
    return this.copy.counts();
  }

  lastChanges(limit: number): readonly LastChange[] {
    return this.copy.lastChanges(limit);
  }

  problem(): Problem | undefined {
    if (this.closing !== undefined) return { code: 'stopping', fact: 'the service is stopping' };
    const why = this.feed.whyNotHeard;
    if (!this.copy.isKnown) return { code: 'unreachable', fact: NOT_HEARD_YET, why };
    if (this.age() !== undefined)
      return {
        code: 'unreachable',
        fact: `the cluster has not been heard since ${timeText(this.feed.lastHeard ?? 0)}`,
        why,
      };
    if (this.room.isFull) return { code: 'full', fact: 'the cluster has no room for more' };
    return undefined;
  }

  age(): number | undefined {
    const { isLive, lastHeard } = this.feed;
    if (isLive || lastHeard === undefined || !this.copy.isKnown) return undefined;
    const age = Math.floor(this.parts.clock.now() - lastHeard);
    // What was heard within the second is as fresh as any answer; a watch that moves to another node takes less.
    return age > 0 ? age : undefined;
  }

  unreadable(): readonly Unreadable[] {
    return this.copy.findings.unreadable();
  }

  /** Nothing in the cluster is from before. */
  unclaimed(): readonly Unclaimed[] {
    return NONE;
  }

  questionable(): readonly Questionable[] {
    return this.copy.findings.questionable();
  }

  close(): Promise<void> {
    this.closing ??= this.intake.close().then(() => {
      this.feed.close();
      this.room.close();
      this.listeners.clear();
      this.parts.etcd.close();
    });
    return this.closing;
  }

  private throwIfUnknown(): void {
    if (!this.copy.isKnown) throw neverHeardFault(this.problem());
  }
}
