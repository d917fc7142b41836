import {
  CountedEntries,
  Findings,
  forEach,
  type GroupKey,
  inTurns,
  isShownAlike,
  type LastChange,
  type Listeners,
  revisionOf,
  ShownGroups,
  type StoreCounts,
  type StoredGroup,
  type Turns,
  type Work,
} from '@target-eye/domain';
import type { KeyEvent, KeyValue } from '../client/etcd.js';
import type { FeedListener } from '../feed/feed-listener.js';
import type { Reading } from './cluster-identity.js';
import type { GroupNaming } from './group-naming.js';
import { type GroupRecord, readRecord } from './group-record.js';
import { revisionHash } from './revision-hash.js';

/** Who watches a copy of the groups. */
export interface CopyWatch {
  /** All groups were read anew; none of them is seen yet. */
  readonly read: (reading: Reading) => void;
  /** Something was stored that is not understood, or that the rules refuse. */
  readonly odd: (name: string, record: GroupRecord) => void;
  /** A group is seen here that was stored at that time, in seconds since the epoch. */
  readonly seen: (changedAt: number) => void;
}

type Synced = Parameters<FeedListener['synced']>[0];

/** What is to become of a name; `undefined` for nothing. */
type Step = readonly [name: string, record: GroupRecord | undefined];

/** The groups of the cluster as they were told last. All of a revision are taken over together. */
export class GroupCopy implements FeedListener {
  readonly findings: Findings<GroupRecord>;
  readonly shown: ShownGroups<GroupRecord>;
  private readonly records = new CountedEntries<GroupRecord>(({ changedAt = NaN }) => changedAt);
  /** Those that made the removals which are under way here. */
  private readonly removals = new Map<string, readonly string[]>();
  /** What was told while all groups are being read; the first one is that reading. */
  private readonly waiting: (() => Promise<void> | void)[] = [];
  private taking: Promise<void> | undefined;
  private isComplete = false;

  constructor(
    private readonly naming: GroupNaming,
    private readonly watch: CopyWatch,
    private readonly listeners: Listeners,
    private readonly turns: Turns,
  ) {
    const { keyOf } = naming;
    this.findings = new Findings(this.records, [], keyOf, (name) => this.shown.lastReadAt(name));
    const unreadable = () => this.findings.unreadable();
    this.shown = new ShownGroups(this.records, { hash: revisionHash, keyOf, storedIn, unreadable }, turns);
  }

  /** Whether it has ever been told what the groups are. */
  get isKnown(): boolean {
    return this.isComplete;
  }

  at(name: string): GroupRecord | undefined {
    return this.records.get(name);
  }

  counts(): StoreCounts {
    const { groupCount, targetCount, unreadableCount } = this.records;
    return { groups: groupCount, targets: targetCount, unreadable: unreadableCount };
  }

  lastChanges(limit: number): readonly LastChange[] {
    return this.records.lastModified(limit).flatMap(({ name, seconds }) => {
      const key = this.naming.keyOf(name);
      return key === undefined ? [] : [{ key, changedAt: seconds }];
    });
  }

  /** Who makes the removal of a group that is under way here, which the cluster does not keep; `undefined` when it is over. */
  removing(name: string, by: readonly string[] | undefined): void {
    if (by === undefined) this.removals.delete(name);
    else this.removals.set(name, by);
  }

  synced(all: Synced): void {
    this.take(() => this.takeOver(all));
  }

  changed(events: readonly KeyEvent[]): void {
    if (this.taking === undefined) this.follow(events);
    else
      this.waiting.push(() => {
        this.follow(events);
      });
  }

  /** Resolves when all that was told is seen. */
  async settled(): Promise<void> {
    await this.taking;
  }

  private take(step: () => Promise<void>): void {
    this.waiting.push(step);
    this.taking ??= this.takeAll();
  }

  private async takeAll(): Promise<void> {
    for (let step = this.waiting.shift(); step !== undefined; step = this.waiting.shift()) await step();
    this.taking = undefined;
  }

  private async takeOver({ entries, ...reading }: Synced): Promise<void> {
    const steps = await inTurns(this.differences(entries), this.turns);
    this.watch.read(reading);
    for (const [name, record] of steps) this.set(name, record, record?.by);
    if (this.isComplete) return;
    this.isComplete = true;
    this.shown.tell(this.listeners);
  }

  /** What differs from what is known, so that nobody is told of what is as it was. */
  private *differences(entries: readonly KeyValue[]): Work<readonly Step[]> {
    const steps: Step[] = [];
    const names = new Set<string>();
    yield* forEach(entries, (entry) => {
      names.add(entry.key);
      const record = this.read(entry);
      if (!isSameRecord(this.records.get(entry.key), record)) steps.push([entry.key, record]);
    });
    yield* forEach(this.records.names(), (name) => {
      if (!names.has(name)) steps.push([name, undefined]);
    });
    return steps;
  }

  private follow(events: readonly KeyEvent[]): void {
    for (const { key, current } of events) {
      const record = current && this.read(current);
      this.set(key, record, record === undefined ? this.removals.get(key) : record.by);
      if (record?.changedAt !== undefined) this.watch.seen(record.changedAt);
    }
  }

  private read(entry: KeyValue): GroupRecord {
    return readRecord(entry, this.naming.keyOf(entry.key) !== undefined);
  }

  private set(name: string, record: GroupRecord | undefined, by: readonly string[] = []): void {
    if (record?.unreadable !== undefined || record?.refused !== undefined) this.watch.odd(name, record);
    const { oddChanges } = this.records;
    this.shown.set(name, record, { by });
    if (this.records.oddChanges !== oddChanges) this.shown.unreadableChanged();
  }
}

/** The group in a record, as the group of a key. */
export function storedIn({ group, changedAt = NaN }: GroupRecord, key: GroupKey): StoredGroup | undefined {
  return group && { key, group, revision: revisionOf(group, revisionHash), changedAt };
}

function isSameRecord(one: GroupRecord | undefined, other: GroupRecord): boolean {
  return (
    one?.modRevision === other.modRevision &&
    one.changedAt === other.changedAt &&
    one.unreadable === other.unreadable &&
    isShownAlike(one.group, other.group)
  );
}
