import type { TargetStatus } from '@target-eye/client';
import type { JSX } from 'preact';
import { wordOf } from './status-text.js';

/** A status with its color; the word alone says it all. */
export function StatusWord({ status }: { readonly status: TargetStatus }): JSX.Element {
  return <span class={`status ${status}`}>{wordOf(status)}</span>;
}
