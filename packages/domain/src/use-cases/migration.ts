import { nameOf } from '../changes/given-groups.js';
import type { GroupKey } from '../groups/target-group.js';
import type { Inventory } from '../migration/inventory.js';
import { merge } from '../migration/merge.js';
import { isDecided, type MigrationPlan, planMigration, wouldComplete } from '../migration/migration-plan.js';
import type { ChangeOptions, TargetGroupStore } from '../ports/target-group-store.js';
import { inTurns, type Turns } from '../turns.js';
import { carryOut, type GroupResult } from './carry-out.js';

/** How many groups are stored at the same time: nobody else waits for them. */
const MAX_IN_FLIGHT = 64;

/** Where groups come from, and which counts where they differ. */
export interface MigrationSource {
  /** Reads each place, as it is now. */
  readonly read: () => Promise<readonly Inventory[]>;
  /** The place that counts where several differ. */
  readonly preferred?: string | undefined;
}

export interface MigrationOptions extends Pick<ChangeOptions, 'by'> {
  /** Whether the groups that are there and different are written, too. */
  readonly overwrite: boolean;
  /** Called after each group that was written. */
  readonly wrote?: () => void;
}

/** What was done, and how things are then. */
export interface MigrationResult {
  readonly written: readonly GroupKey[];
  /** How many groups were alike and did not have to be written. */
  readonly alike: number;
  readonly failed: readonly GroupResult[];
  /** The comparison afterwards, of what each place has by then. */
  readonly after: MigrationPlan;
  /** Whether the store has all that it was to have. */
  readonly isComplete: boolean;
}

/** Brings the groups of other places into a store. Nothing is ever removed there. */
export class Migration {
  constructor(
    private readonly source: MigrationSource,
    private readonly store: Pick<TargetGroupStore, 'snapshot'>,
    private readonly turns: Turns,
  ) {}

  /** Compares all places; changes nothing. */
  async plan(): Promise<MigrationPlan> {
    const inventories = await this.source.read();
    const merged = await inTurns(merge(inventories, this.source.preferred), this.turns);
    return inTurns(planMigration(merged, await this.store.snapshot()), this.turns);
  }

  /**
   * Writes what a plan has, each group on its own, unless it is not known which of several groups counts. A group that
   * somebody else has changed since the plan was made stays as it is. What was interrupted is finished by the next
   * migration.
   */
  async carryOut(plan: MigrationPlan, store: TargetGroupStore, options: MigrationOptions): Promise<MigrationResult> {
    const { overwrite, by, wrote } = options;
    const changes = isDecided(plan) ? [...plan.absent, ...(overwrite ? plan.differing : [])] : [];
    const { groups } = await carryOut({ changes, given: changes.length }, store, this.turns, {
      onlyIf: [plan.revision],
      by,
      inFlight: MAX_IN_FLIGHT,
      made: () => wrote?.(),
    });
    const after = await this.plan();
    const written = groups.filter(({ outcome }) => outcome === 'created' || outcome === 'changed');
    const names = new Set(written.map(({ key }) => nameOf(key)));
    return {
      written: written.map(({ key }) => key),
      alike: after.alike.filter((key) => !names.has(nameOf(key))).length,
      failed: groups.filter(({ outcome }) => outcome === 'failed'),
      after,
      isComplete: after.absent.length === 0 && wouldComplete(after, { overwrite: false }),
    };
  }
}
