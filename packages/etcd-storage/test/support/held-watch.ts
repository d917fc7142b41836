import type { Census, Etcd, NodeState, Outcome, Page, WatchListener, Write } from '../../src/client/etcd.js';

/** A client that can keep back what its watches tell, as a slow connection does. */
export class HeldWatch implements Etcd {
  /** How many transactions were asked for. */
  transactions = 0;
  private isHeld = false;
  private kept: (() => void)[] = [];

  constructor(private readonly etcd: Etcd) {}

  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    for (const tell of this.kept.splice(0)) tell();
  }

  async write(write: Write): Promise<Outcome> {
    const outcome = await this.etcd.write(write);
    this.transactions += 1;
    return outcome;
  }

  async compare(key: string, seenAt: number): Promise<Outcome> {
    const outcome = await this.etcd.compare(key, seenAt);
    this.transactions += 1;
    return outcome;
  }

  page(prefix: string, limit: number, from?: string, revision?: number): Promise<Page> {
    return this.etcd.page(prefix, limit, from, revision);
  }

  watch(prefix: string, from: number, listener: WatchListener, avoiding?: string): () => void {
    const later = (tell: () => void): void => {
      if (this.isHeld) this.kept.push(tell);
      else tell();
    };
    return this.etcd.watch(
      prefix,
      from,
      {
        started: (node) => {
          listener.started(node);
        },
        changed: (events) => {
          later(() => {
            listener.changed(events);
          });
        },
        ended: (end) => {
          later(() => {
            listener.ended(end);
          });
        },
      },
      avoiding,
    );
  }

  state(prefix: string): Promise<NodeState> {
    return this.etcd.state(prefix);
  }

  census(prefix: string, since: number): Promise<Census> {
    return this.etcd.census(prefix, since);
  }

  close(): void {
    this.etcd.close();
  }
}
