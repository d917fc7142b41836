import { useId } from 'preact/hooks';
import type { JSX } from 'preact';
import { FieldFaults } from '../../elements/field-faults.js';

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
