import { randomUUID } from 'node:crypto';
import {
  applyInTurn,
  type BatchRules,
  type ChangeBatch,
  type ChangeJob,
  type Clock,
  FailureLog,
  type GroupKey,
  type Problem,
  revisionOf,
  type StorageLog,
  type StoredGroup,
  type TargetGroupError,
  type TargetGroupErrorCode,
} from '@target-eye/domain';
import type { Etcd, Outcome } from '../client/etcd.js';
import { EtcdError } from '../client/etcd-error.js';
import type { ClusterEvents } from '../cluster-events.js';
import type { GroupFeed } from '../feed/group-feed.js';
import type { ClusterRoom } from './cluster-room.js';
import { type GroupCopy, storedIn } from './group-copy.js';
import type { GroupNaming } from './group-naming.js';
import { encodeGroup, type GroupRecord, readRecord } from './group-record.js';
import { revisionHash } from './revision-hash.js';
import { busyFault, fullFault, neverHeardFault, storeFault, tooLargeFault, untoldFault } from './store-fault.js';
import { isWithin } from './within.js';

/** How often a change is computed anew because somebody else changed the group meanwhile. */
const MAX_ATTEMPTS = 100;

/** How long it may take until a change that was made is told here, in seconds. */
const MAX_TELLING_SECONDS = 5;

/** What commits need. */
export interface CommitParts {
  readonly naming: GroupNaming;
  readonly etcd: Etcd;
  readonly feed: GroupFeed;
  readonly copy: GroupCopy;
  readonly room: ClusterRoom;
  readonly clock: Clock;
  readonly events: ClusterEvents;
  readonly log: StorageLog;
  readonly problem: () => Problem | undefined;
}

type Jobs = readonly [ChangeJob, ...ChangeJob[]];

/** Where a batch is made, and what is there as far as is known. */
interface Place {
  readonly name: string;
  readonly key: GroupKey;
  readonly record: GroupRecord | undefined;
  readonly stored: StoredGroup | undefined;
  /** Of the cluster; what is there was told here, or else has to be told, before this revision is passed. */
  readonly revision: number;
}

/** What there is now, and the revision that has to be told here before anybody is answered. */
type Confirmed = Pick<Place, 'stored' | 'revision'>;

/** Failures that would not be those of every change that was made together with one. */
const OF_ONE_CHANGE: readonly TargetGroupErrorCode[] = ['group_too_large', 'storage_full'];

/**
 * Makes batches of changes what the cluster holds. A batch is computed on the copy, which may be behind. Hence nobody is
 * answered before the majority has confirmed that the group is what the batch was computed on; where it is not, the batch
 * is computed again on what is there.
 */
export class GroupCommits {
  private readonly failures: FailureLog;
  private readonly rules: BatchRules;

  constructor(private readonly parts: CommitParts) {
    this.failures = new FailureLog(parts.log, 'key');
    this.rules = {
      hash: revisionHash,
      now: () => parts.clock.now(),
      checkTrial: (after) => {
        if (after !== undefined && parts.room.isFull) throw fullFault();
      },
    };
  }

  /** Answers every job; never rejects. */
  async commit(name: string, jobs: Jobs): Promise<void> {
    try {
      await this.settle(name, jobs);
    } catch (error) {
      const failure = storeFault(error, this.parts.problem());
      if (jobs.length === 1 || !OF_ONE_CHANGE.includes(failure.code)) this.fail(name, jobs, failure);
      else for (const job of jobs) await this.commit(name, [job]);
    } finally {
      this.parts.copy.removing(name, undefined);
    }
  }

  private async settle(name: string, jobs: Jobs): Promise<void> {
    const { copy, problem } = this.parts;
    if (!copy.isKnown) throw neverHeardFault(problem());
    const [{ key }] = jobs;
    let place: Place = { name, key, record: copy.at(name), stored: copy.shown.at(name, key), revision: 0 };
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const batch = applyInTurn(jobs, { stored: place.stored, unreadable: place.record?.detail }, this.rules);
      const outcome = batch.isChange ? await this.write(place, batch) : await this.confirm(place);
      if ('stored' in outcome) return this.answer(name, batch, outcome);
      place = placeAfter(place, outcome);
    }
    throw busyFault(MAX_ATTEMPTS);
  }

  /** Whether what is there is what the place says; it may have been told of something newer. */
  private async confirm({ name, record, stored, revision }: Place): Promise<Confirmed | Lost> {
    const outcome = await this.parts.etcd.compare(name, record?.modRevision ?? 0).catch((error: unknown) => {
      throw error instanceof EtcdError ? new EtcdError(error.failure, error.message, false, { cause: error }) : error;
    });
    return outcome.isMade ? { stored, revision } : outcome;
  }

  private async write({ name, key, record }: Place, batch: ChangeBatch): Promise<Confirmed | Lost> {
    const { etcd, room, copy, clock, events } = this.parts;
    const { group, by } = batch;
    const changedAt = Math.round(clock.now() * 1000) / 1000;
    const value = group && encodeGroup({ group, changedAt, by, operation: randomUUID() });
    if (group === undefined) copy.removing(name, by);
    if (record?.unreadable !== undefined) await this.keepAside(name, record.modRevision);
    const outcome = await etcd.write({ key: name, seenAt: record?.modRevision ?? 0, value }).catch((error: unknown) => {
      if (!(error instanceof EtcdError)) throw error;
      if (error.failure === 'full') room.refused();
      throw error.failure === 'too_large' ? tooLargeFault(key, Buffer.byteLength(value ?? ''), error) : error;
    });
    if (!outcome.isMade) return outcome;
    if (value !== undefined) room.written();
    events.committed(batch.changeCount);
    const stored = group && { key, group, revision: revisionOf(group, revisionHash), changedAt };
    return { stored, revision: outcome.revision };
  }

  /** Keeps a value that is not understood under another key, as it is; where it is not there any more, nothing is lost. */
  private async keepAside(name: string, revision: number): Promise<void> {
    const { etcd, naming, log } = this.parts;
    const [found] = (await etcd.page(name, 1)).entries;
    if (found?.key !== name || found.modRevision !== revision) return;
    const kept = naming.asideOf(name, revision);
    await etcd.write({ key: kept, seenAt: 0, value: found.value });
    log.warn('what is not understood is being replaced; it is kept', { key: name, kept });
  }

  /** Answers when readers see here what the answers say. One that rests on no change is right also when they do not. */
  private async answer(name: string, batch: ChangeBatch, { stored, revision }: Confirmed): Promise<void> {
    const { feed, copy, clock } = this.parts;
    const told = feed.caughtUp(revision).then(() => copy.settled());
    const failure = await isWithin(MAX_TELLING_SECONDS, told, clock).then(
      (isTold) => (isTold ? undefined : untoldFault()),
      (error: unknown) => untoldFault(error),
    );
    if (failure === undefined || !batch.isChange) {
      if (batch.applied.length > 0) this.failures.ended(name);
      batch.succeed(stored);
    } else {
      this.failures.failed(name, failure, undefined);
      batch.fail(failure);
    }
  }

  private fail(name: string, jobs: Jobs, failure: TargetGroupError): void {
    const isOfAll = failure.faults[0].circumstance === 'nothing_storable';
    if (failure.code !== 'group_too_large') this.failures.failed(name, failure, isOfAll ? failure.message : undefined);
    for (const job of jobs) job.reject(failure);
  }
}

type Lost = Extract<Outcome, { isMade: false }>;

/** What is there, after somebody else was faster. */
function placeAfter({ name, key }: Place, { current, revision }: Lost): Place {
  const record = current && readRecord(current, true);
  return { name, key, record, stored: record && storedIn(record, key), revision: record?.modRevision ?? revision };
}
