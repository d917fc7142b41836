import { randomUUID } from 'node:crypto';
import { fault } from '@target-eye/domain';
import type { Etcd } from '../client/etcd.js';

/** All groups as they were read together, and the name of what they are kept in; `undefined` where it had none then. */
export interface Reading {
  readonly revision: number;
  readonly name: string | undefined;
}

/**
 * Names what the groups are kept in: a random text under `<prefix>id`, which is written once. A backup brings it back, and a
 * cluster that is set up anew has another one; the id that etcd gives a cluster is made of addresses only. The name is read
 * together with the groups, so that it is never that of another cluster than theirs.
 */
export class ClusterIdentity {
  private reading: Reading | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly etcd: Pick<Etcd, 'write'>,
    private readonly key: string,
  ) {}

  /** The name of what the groups were read from last; `undefined` before they were, or where it has none yet. */
  known(): string | undefined {
    return this.reading?.name;
  }

  /** Has the listener told when groups are read that are, or may be, kept in something else than before. */
  follow(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** All groups are read anew; to be called before any of them is seen. */
  read(reading: Reading): void {
    const isNews = reading.name === undefined || reading.name !== this.reading?.name;
    this.reading = reading;
    if (isNews) for (const listener of this.listeners) listener();
  }

  /**
   * The name, which is given where there is none.
   * @throws TargetGroupError `storage_unavailable`
   */
  async find(): Promise<string> {
    const { reading } = this;
    if (reading === undefined) throw unnamed();
    if (reading.name !== undefined) return reading.name;
    const name = await this.give(reading);
    if (this.reading === reading) this.reading = { ...reading, name };
    return name;
  }

  private async give({ revision }: Reading): Promise<string> {
    const value = randomUUID();
    const given = await this.etcd.write({ key: this.key, seenAt: 0, value }).catch((error: unknown) => {
      throw unnamed(error);
    });
    if (given.isMade || given.current === undefined) return value;
    // What had a name already when the groups were read is not what they were read from.
    if (given.current.createRevision <= revision) throw unnamed();
    return given.current.value;
  }
}

function unnamed(cause?: unknown): Error {
  return fault('', 'storage_unavailable', 'the cluster does not say which one it is', { cause });
}
