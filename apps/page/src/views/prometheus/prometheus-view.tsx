import type { JSX } from 'preact';

export function PrometheusView(): JSX.Element {
  return <h1>Prometheus</h1>;
}
