import type { GroupEvent, Unsubscribe } from '../ports/target-group-store.js';

type Listener = (event: GroupEvent) => void;

/** Those who are told of changes, each of every event and all in the same order. */
export class Listeners {
  private readonly listeners = new Set<{ readonly hear: Listener }>();
  private readonly untold: GroupEvent[] = [];
  private isTelling = false;

  /** @param failed is told what a listener throws */
  constructor(private readonly failed: (error: unknown) => void) {}

  get isEmpty(): boolean {
    return this.listeners.size === 0;
  }

  add(hear: Listener): Unsubscribe {
    const entry = { hear };
    this.listeners.add(entry);
    return () => {
      this.listeners.delete(entry);
    };
  }

  /** An event that a listener brings about is told when all have heard of the one before. */
  tell(event: GroupEvent): void {
    this.untold.push(event);
    if (this.isTelling) return;
    this.isTelling = true;
    for (let next = this.untold.shift(); next !== undefined; next = this.untold.shift()) this.tellAll(next);
    this.isTelling = false;
  }

  clear(): void {
    this.listeners.clear();
  }

  private tellAll(event: GroupEvent): void {
    for (const entry of [...this.listeners]) {
      if (!this.listeners.has(entry)) continue;
      try {
        entry.hear(event);
      } catch (error) {
        this.failed(error);
      }
    }
  }
}
