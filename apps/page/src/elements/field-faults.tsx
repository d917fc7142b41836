import type { JSX } from 'preact';
import { visible } from './visible.js';

/** More faults of one text would not be read. */
const MAX_FAULTS = 20;

/** What is wrong with a field that names this element in `aria-describedby`. */
export function FieldFaults(props: {
  readonly id: string;
  readonly faults: readonly string[];
  /** What is said before them. */
  readonly hint?: string | undefined;
}): JSX.Element {
  const { id, faults, hint } = props;
  return (
    <span id={id} aria-live="polite">
      {hint !== undefined && <span class="faint">{hint}</span>}
      {faults.slice(0, MAX_FAULTS).map((fault) => (
        <span key={fault} class="fault">
          {visible(fault)}
        </span>
      ))}
      {faults.length > MAX_FAULTS && <span class="fault">and {faults.length - MAX_FAULTS} more</span>}
    </span>
  );
}
