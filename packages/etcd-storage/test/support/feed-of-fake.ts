import { ManualClock } from '@target-eye/domain/testing';
import { GroupFeed } from '../../src/feed/group-feed.js';
import { Copy, Sayings } from './copy.js';
import { FakeCluster } from './fake-cluster.js';

/** What the keys begin with that are told of. */
export const PREFIX = '/g/';

/** A feed of a cluster that can be made to fail, and who is told. */
export class FeedOfFake {
  readonly clock = new ManualClock();
  readonly cluster = new FakeCluster(this.clock);
  readonly copy = new Copy();
  readonly said = new Sayings();
  readonly feed = new GroupFeed({
    etcd: this.cluster,
    prefix: PREFIX,
    nameKey: '/name',
    clock: this.clock,
    random: () => 0.5,
    events: this.said.events,
  });
  private writes = 0;

  /** Puts something new into these keys, by one transaction. */
  put(...keys: readonly string[]): void {
    this.writes += 1;
    this.cluster.change(new Map(keys.map((key) => [key, `${key} ${String(this.writes)}`])));
  }

  remove(...keys: readonly string[]): void {
    this.cluster.change(new Map(keys.map((key) => [key, undefined])));
  }

  /** Whether the copy is what there is. */
  get isRight(): boolean {
    const contents = this.cluster.contents(PREFIX);
    const { values } = this.copy;
    return contents.length === values.size && contents.every(({ key, value }) => values.get(key) === value);
  }

  /** Resolves when the feed is live, which takes next to no time. */
  async start(): Promise<void> {
    this.feed.start(this.copy);
    await this.clock.pass(0.01);
    expect(this.feed.isLive).toBe(true);
  }
}
