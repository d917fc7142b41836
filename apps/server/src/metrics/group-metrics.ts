import { Gauge, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client';
import type { StoreStatus } from '@target-eye/domain';
import { type CountScrapes, registerScrapeMetrics } from './scrape-metrics.js';

/** How many groups have a series of their own. One Prometheus takes as many without noticing. */
const MAX_LAST_CHANGES = 1000;

/**
 * Registers the gauges that show what the store holds at the moment of a scrape.
 * @param problem why the service is not ready
 * @param countScrapes where a Prometheus is asked what became of the targets
 */
export function registerGroupMetrics(
  registry: Registry,
  store: StoreStatus,
  problem: StoreStatus['problem'],
  countScrapes?: CountScrapes,
): void {
  gauge(registry, 'target_eye_groups', 'Target groups.', () => store.counts().groups);
  if (countScrapes !== undefined) registerScrapeMetrics(registry, store, countScrapes);
  else gauge(registry, 'target_eye_targets', 'Targets of all groups together.', () => store.counts().targets);
  gauge(
    registry,
    'target_eye_unreadable_files',
    'Group files that cannot be understood.',
    () => store.counts().unreadable,
  );
  gauge(registry, 'target_eye_ready', 'Whether changes can be stored, as /-/ready says.', () =>
    problem() === undefined ? 1 : 0,
  );
  registry.registerMetric(new LastChangeGauge(store));
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}

/**
 * Reads its values at each scrape and keeps none. The library would keep them under names in which labels run together,
 * so that one group could take the place of another (`a,environment:b` and `c` for `a` and `b,environment:c`).
 */
class LastChangeGauge extends Gauge<'application' | 'environment'> {
  constructor(private readonly store: StoreStatus) {
    super({
      name: 'target_eye_group_last_change_timestamp_seconds',
      help: `When a group last changed, for the ${String(MAX_LAST_CHANGES)} groups that changed last.`,
      labelNames: ['application', 'environment'],
      registers: [],
    });
  }

  override async get(): Promise<MetricObjectWithValues<MetricValue<'application' | 'environment'>>> {
    const values = this.store
      .lastChanges(MAX_LAST_CHANGES)
      .map(({ key, changedAt }) => ({ labels: { ...key }, value: changedAt }));
    return { ...(await super.get()), values };
  }
}
