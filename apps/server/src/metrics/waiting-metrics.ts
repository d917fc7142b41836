import { Gauge, type Registry } from 'prom-client';

/** Registers the gauge of the requests that wait until targets are up. */
export function registerWaitingMetrics(registry: Registry, count: () => number): void {
  new Gauge({
    name: 'target_eye_waiting_requests',
    help: 'Requests that wait until targets are up.',
    registers: [registry],
    collect() {
      this.set(count());
    },
  });
}
