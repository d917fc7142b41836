import { setTimeout as wait } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import type { ObservedPrometheus } from '@target-eye/domain';

/** How old what a scrape shows may be, in seconds, before it asks. */
const MAX_AGE = 15;

/** How long a scrape waits for an answer before it shows what is known, in milliseconds. */
const MAX_WAIT_MS = 2000;

/** Registers whether each Prometheus answers. */
export function registerPrometheusMetrics(registry: Registry, prometheus: readonly ObservedPrometheus[]): void {
  new Gauge({
    name: 'target_eye_prometheus_reachable',
    help: 'Whether a Prometheus in prometheus_urls gave the last answer that was asked for.',
    labelNames: ['url'],
    registers: [registry],
    async collect() {
      await Promise.all(prometheus.map(asked));
      this.reset();
      for (const { url, known } of prometheus.map((each) => ({ url: each.url, known: each.known() })))
        if (known !== undefined) this.set({ url }, known.state === 'ok' ? 1 : 0);
    },
  });
}

/** Resolves when what is known of it is young, or nobody should wait any longer. */
async function asked(prometheus: ObservedPrometheus): Promise<void> {
  const waiting = new AbortController();
  const over = wait(MAX_WAIT_MS, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined);
  await Promise.race([prometheus.facts(MAX_AGE), over]);
  waiting.abort();
}
