import { Registry } from 'prom-client';
import type { ObservedPrometheus, StoreStatus } from '@target-eye/domain';
import { type CertificateSource, registerCertificateMetrics } from './certificate-metrics.js';
import { StorageMetrics } from './storage-metrics.js';
import { ChangeMetrics } from './change-metrics.js';
import { ClusterMetrics } from './cluster-metrics.js';
import { registerGroupMetrics } from './group-metrics.js';
import { HttpMetrics } from './http-metrics.js';
import { type LineCounts, registerLogMetrics } from './log-metrics.js';
import { MirrorMetrics } from './mirror-metrics.js';
import { registerPrometheusMetrics } from './prometheus-metrics.js';
import { registerProcessMetrics } from './process-metrics.js';
import { ReloadMetrics } from './reload-metrics.js';
import type { CountScrapes } from './scrape-metrics.js';
import { registerWaitingMetrics } from './waiting-metrics.js';

/** All metrics of the service. docs/metrics.md lists them. */
export class Metrics {
  readonly registry = new Registry();
  readonly http = new HttpMetrics(this.registry);
  readonly changes = new ChangeMetrics(this.registry);
  readonly disk = new StorageMetrics(this.registry);
  readonly reloads = new ReloadMetrics(this.registry);

  constructor(version: string) {
    registerProcessMetrics(this.registry, version);
  }

  /** Adds the certificate in use. To be called once. */
  showCertificate(certificate: CertificateSource): void {
    registerCertificateMetrics(this.registry, certificate);
  }

  /** Adds the logs, by their names. To be called once. */
  showLogs(logs: Readonly<Record<string, LineCounts>>): void {
    registerLogMetrics(this.registry, logs);
  }

  /** Adds whether each Prometheus answers. To be called once. */
  showPrometheus(prometheus: readonly ObservedPrometheus[]): void {
    registerPrometheusMetrics(this.registry, prometheus);
  }

  /** Adds how many requests wait until targets are up. To be called once. */
  showWaiting(count: () => number): void {
    registerWaitingMetrics(this.registry, count);
  }

  /** Adds what is done with a cluster that keeps the groups. To be called once, where there is one. */
  withCluster(): ClusterMetrics {
    return new ClusterMetrics(this.registry);
  }

  /** Adds how the directory follows what is stored elsewhere. To be called once, where it does. */
  withMirror(): MirrorMetrics {
    return new MirrorMetrics(this.registry);
  }

  /** Adds what the store holds, and what became of it where a Prometheus is asked. To be called once. */
  show(store: StoreStatus, problem: StoreStatus['problem'], countScrapes?: CountScrapes): void {
    registerGroupMetrics(this.registry, store, problem, countScrapes);
  }
}
