import { Gauge, type Registry } from 'prom-client';
import { MAX_AGE_OF_FACTS, type ObservedPrometheus } from '@target-eye/domain';
import { withPatience } from './patience.js';

/** Registers whether each Prometheus answers. */
export function registerPrometheusMetrics(registry: Registry, prometheus: readonly ObservedPrometheus[]): void {
  new Gauge({
    name: 'target_eye_prometheus_reachable',
    help: 'Whether a Prometheus in prometheus_urls gave the last answer that was asked for.',
    labelNames: ['url'],
    registers: [registry],
    async collect() {
      await Promise.all(prometheus.map((each) => withPatience(each.facts(MAX_AGE_OF_FACTS))));
      this.reset();
      for (const { url, known } of prometheus.map((each) => ({ url: each.url, known: each.known() })))
        if (known !== undefined) this.set({ url }, known.state === 'ok' ? 1 : 0);
    },
  });
}
