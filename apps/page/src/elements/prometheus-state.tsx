import type { AskedPrometheus } from '@target-eye/client';
import type { JSX } from 'preact';

/** How it went to ask a Prometheus. */
export function PrometheusState({ state }: Pick<AskedPrometheus, 'state'>): JSX.Element {
  return <span class={`status ${state === 'ok' ? 'up' : 'down'}`}>{state.replaceAll('_', ' ')}</span>;
}
