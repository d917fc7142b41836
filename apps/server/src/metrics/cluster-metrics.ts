import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { StoreStatus } from '@target-eye/domain';
import type { ClusterEvents } from '@target-eye/etcd-storage';

type Operation = Parameters<ClusterEvents['operated']>[0];
type Outcome = Parameters<ClusterEvents['operated']>[1];

/** What every operation may come to, and what besides. */
const ANY: readonly Outcome[] = ['ok', 'unreachable', 'refused'];
const OUTCOMES: Readonly<Record<Operation, readonly Outcome[]>> = {
  write: [...ANY, 'conflict', 'full', 'too_large', 'unconfirmed'],
  compare: [...ANY, 'conflict'],
  page: [...ANY, 'compacted'],
  state: ANY,
  login: ANY,
};

const RESYNC_REASONS = ['start', 'compacted', 'restored', 'other_cluster', 'untold'] as const;
const RESTART_REASONS = ['ended', 'behind'] as const;

/** From a node on the same host to one that does not answer. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts what is asked of the cluster that keeps the groups, and measures how far behind it what is known is. */
export class ClusterMetrics implements Omit<ClusterEvents, 'nodeLeft' | 'watched' | 'lost' | 'committed'> {
  private readonly operations: Counter<'operation' | 'outcome'>;
  private readonly durations: Histogram<'operation'>;
  private readonly lags: Histogram;
  private readonly resyncs: Counter<'reason'>;
  private readonly restarts: Counter<'reason'>;
  private readonly conflicts: Counter;

  constructor(private readonly registry: Registry) {
    const registers = [registry];
    this.operations = new Counter({
      name: 'target_eye_etcd_operations_total',
      help: 'What was asked of the etcd cluster, each with all its attempts.',
      labelNames: ['operation', 'outcome'],
      registers,
    });
    this.durations = new Histogram({
      name: 'target_eye_etcd_operation_duration_seconds',
      help: 'How long the etcd cluster took, with all attempts.',
      labelNames: ['operation'],
      buckets: BUCKETS,
      registers,
    });
    this.lags = new Histogram({
      name: 'target_eye_etcd_watch_lag_seconds',
      help: 'How long after it was made a change was told, by the clock of the instance that made it.',
      buckets: BUCKETS,
      registers,
    });
    this.resyncs = new Counter({
      name: 'target_eye_etcd_resyncs_total',
      help: 'Readings of all groups in the etcd cluster.',
      labelNames: ['reason'],
      registers,
    });
    this.restarts = new Counter({
      name: 'target_eye_etcd_watch_restarts_total',
      help: 'Watches of the etcd cluster that were begun anew, from where the one before was.',
      labelNames: ['reason'],
      registers,
    });
    this.conflicts = new Counter({
      name: 'target_eye_etcd_conflicts_total',
      help: 'Changes that were applied again because another instance had changed the group.',
      registers,
    });
    for (const [operation, outcomes] of Object.entries(OUTCOMES)) {
      this.durations.zero({ operation });
      for (const outcome of outcomes) this.operations.inc({ operation, outcome }, 0);
    }
    for (const reason of RESYNC_REASONS) this.resyncs.inc({ reason }, 0);
    for (const reason of RESTART_REASONS) this.restarts.inc({ reason }, 0);
  }

  operated(operation: Operation, outcome: Outcome, seconds: number): void {
    this.operations.inc({ operation, outcome });
    this.durations.observe({ operation }, seconds);
    if (outcome === 'conflict') this.conflicts.inc();
  }

  resynchronized(reason: (typeof RESYNC_REASONS)[number]): void {
    this.resyncs.inc({ reason });
  }

  watchRestarted(reason: (typeof RESTART_REASONS)[number]): void {
    this.restarts.inc({ reason });
  }

  changeTold(lag: number): void {
    this.lags.observe(lag);
  }

  /** Adds how old what is known of the cluster is; there is no series before it was ever heard. To be called once. */
  show(status: Pick<StoreStatus, 'age' | 'problem'>): void {
    new Gauge({
      name: 'target_eye_store_age_seconds',
      help: 'For how many seconds the etcd cluster has not been heard; 0 while it is.',
      registers: [this.registry],
      collect() {
        const age = status.age();
        if (age === undefined && status.problem()?.code === 'unreachable') this.remove();
        else this.set(age ?? 0);
      },
    });
  }
}
