import type { TargetStatus } from '@target-eye/client';
import type { JSX } from 'preact';

/** A status as people know it: `not_read` is "not read". */
export function wordOf(status: TargetStatus): string {
  return status.replaceAll('_', ' ');
}

/** A status with its color; the word alone says it all. */
export function StatusWord({ status }: { readonly status: TargetStatus }): JSX.Element {
  return <span class={`status ${status}`}>{wordOf(status)}</span>;
}
