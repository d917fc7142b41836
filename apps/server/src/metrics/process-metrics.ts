import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

/** Gauges of the library that are named like counters, which `promtool check metrics` refuses. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Registers what Prometheus' client libraries say about a process, what Node adds, and the version. */
export function registerProcessMetrics(registry: Registry, version: string): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const build = new Gauge({
    name: 'target_eye_build_info',
    help: 'Always 1; the labels say what is running.',
    labelNames: ['version', 'nodeversion', 'os', 'arch'],
    registers: [registry],
  });
  build.set({ version, nodeversion: process.version, os: process.platform, arch: process.arch }, 1);
}
