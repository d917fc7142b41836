import { Gauge, type Registry } from 'prom-client';
import { type StoreStatus, TARGET_STATUSES, TargetGroupError, type TargetStatus } from '@target-eye/domain';
import { withPatience } from './patience.js';

/** What became of all targets. */
export interface ScrapeCounts {
  readonly targets: Readonly<Record<TargetStatus, number>>;
  /** How many are up on one Prometheus that answers and not up on another. */
  readonly disagreeing: number;
}

/** Counts what became of the targets, from what every Prometheus said a short time ago or is asked now. */
export type CountScrapes = () => Promise<ScrapeCounts>;

/**
 * Registers the gauges of what became of the targets. Those of all statuses add up to all targets, also before anything is
 * known: then the status of each is unknown.
 * @param maxWaitMs how long a scrape waits for `count` before it shows what was counted last; by default two seconds
 */
export function registerScrapeMetrics(
  registry: Registry,
  store: Pick<StoreStatus, 'counts'>,
  count: CountScrapes,
  maxWaitMs?: number,
): void {
  const latest = latestOf(count, maxWaitMs);
  new Gauge({
    name: 'target_eye_targets',
    help: 'Targets of all groups together, by what became of them.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const targets: Partial<ScrapeCounts['targets']> = (await latest())?.targets ?? {
        unknown: store.counts().targets,
      };
      for (const status of TARGET_STATUSES) this.set({ status }, targets[status] ?? 0);
    },
  });
  new Gauge({
    name: 'target_eye_targets_disagreeing',
    help: 'Targets that are up on one Prometheus and not up on another.',
    registers: [registry],
    async collect() {
      const counts = await latest();
      if (counts === undefined) this.remove();
      else this.set(counts.disagreeing);
    },
  });
}

/**
 * Makes a function that counts once for all who ask meanwhile, and gives what was counted last when that takes too long,
 * or when it is not certain what the groups are; `undefined` as long as nothing was counted.
 */
function latestOf(count: CountScrapes, maxWaitMs?: number): () => Promise<ScrapeCounts | undefined> {
  let latest: ScrapeCounts | undefined;
  let underWay: Promise<void> | undefined;
  const countAgain = async (): Promise<void> => {
    try {
      latest = await count();
    } catch (error) {
      if (!(error instanceof TargetGroupError)) throw error;
    }
  };
  return async () => {
    underWay ??= countAgain().finally(() => {
      underWay = undefined;
    });
    await withPatience(underWay, maxWaitMs);
    return latest;
  };
}
