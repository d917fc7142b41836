import { nameOf } from '../changes/given-groups.js';
import type { GroupKey, TargetGroup } from '../groups/target-group.js';

/** A group to be published; what somebody else changed is looked up when it is its turn. */
export type MirrorTask =
  | { readonly is: 'changed'; readonly key: GroupKey; readonly group: TargetGroup | undefined }
  | { readonly is: 'touched'; readonly key: GroupKey };

/** How many are being carried out at a time. */
const MAX_AT_ONCE = 64;

/** Tasks that wait or are being carried out: of each group one after another, and of those that wait only the last one. */
export class MirrorTasks {
  private readonly waiting = new Map<string, MirrorTask>();
  private readonly busy = new Set<string>();
  private isHeld = false;
  private idle: (() => void)[] = [];

  /** @param carryOut never rejects */
  constructor(private readonly carryOut: (task: MirrorTask) => Promise<void>) {}

  /** Whether a task for this group waits, for example because one is being carried out. */
  isWaiting(key: GroupKey): boolean {
    return this.waiting.has(nameOf(key));
  }

  add(task: MirrorTask): void {
    this.waiting.set(nameOf(task.key), task);
    this.begin();
  }

  /** Forgets the tasks that wait. */
  clear(): void {
    this.waiting.clear();
  }

  /** Lets no task begin until `release`. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    this.begin();
  }

  /** Resolves when nothing waits and nothing is being carried out. */
  async whenIdle(): Promise<void> {
    if (this.waiting.size + this.busy.size > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private begin(): void {
    if (this.isHeld) return;
    for (const [name, task] of this.waiting) {
      if (this.busy.size >= MAX_AT_ONCE) return;
      if (this.busy.has(name)) continue;
      this.waiting.delete(name);
      this.busy.add(name);
      void this.carryOut(task).then(() => {
        this.busy.delete(name);
        this.begin();
        if (this.waiting.size + this.busy.size === 0) for (const resolve of this.idle.splice(0)) resolve();
      });
    }
  }
}
