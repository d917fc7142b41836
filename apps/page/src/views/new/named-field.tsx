import { useId } from 'preact/hooks';
import type { JSX } from 'preact';
import { visible } from '../../elements/visible.js';

/** More faults of one text would not be read. */
const MAX_FAULTS = 20;

/** What an element has to have so that its faults are read out with it. */
interface Described {
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

/** Something to type into with a label above it, and what is wrong below. */
export function NamedField(props: {
  readonly label: string;
  readonly faults: readonly string[];
  readonly children: (described: Described) => JSX.Element;
}): JSX.Element {
  const { label, faults, children } = props;
  const id = useId();
  return (
    <div>
      <label>
        {label} {children({ 'aria-invalid': faults.length > 0, 'aria-describedby': id })}
      </label>
      <FieldFaults id={id} faults={faults} />
    </div>
  );
}

/** What is wrong with a field that names this element in `aria-describedby`. */
export function FieldFaults({ id, faults }: { readonly id: string; readonly faults: readonly string[] }): JSX.Element {
  return (
    <span id={id} aria-live="polite">
      {faults.slice(0, MAX_FAULTS).map((fault) => (
        <span key={fault} class="fault">
          {visible(fault)}
        </span>
      ))}
      {faults.length > MAX_FAULTS && <span class="fault">and {faults.length - MAX_FAULTS} more</span>}
    </span>
  );
}
