import { randomUUID } from 'node:crypto';
import { fault } from '@target-eye/domain';
import type { Etcd } from '../client/etcd.js';

/**
 * Names what the groups are kept in: a random text under `<prefix>id`, which is written once. A backup brings it back, and a
 * cluster that is set up anew has another one; the id that etcd gives a cluster is made of addresses only.
 */
export class ClusterIdentity {
  private found: { readonly generation: number; readonly name: string } | undefined;

  /** @param generation how often all groups have been read, because each time they may come from another cluster */
  constructor(
    private readonly etcd: Pick<Etcd, 'compare' | 'write'>,
    private readonly key: string,
    private readonly generation: () => number,
  ) {}

  /** The name, as far as it is known of what was read last. */
  known(): string | undefined {
    return this.found?.generation === this.generation() ? this.found.name : undefined;
  }

  /**
   * The name, asked of the cluster where it is not known; the first one who asks gives it.
   * @throws TargetGroupError `storage_unavailable`
   */
  async find(): Promise<string> {
    const known = this.known();
    if (known !== undefined) return known;
    const generation = this.generation();
    const name = await this.ask().catch((error: unknown) => {
      throw fault('', 'storage_unavailable', 'the cluster does not say which one it is', { cause: error });
    });
    this.found = { generation, name };
    return name;
  }

  private async ask(): Promise<string> {
    const { etcd, key } = this;
    const there = await etcd.compare(key, 0);
    if (!there.isMade && there.current !== undefined) return there.current.value;
    const value = randomUUID();
    const given = await etcd.write({ key, seenAt: 0, value });
    return given.isMade || given.current === undefined ? value : given.current.value;
  }
}
