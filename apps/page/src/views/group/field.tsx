import { useId } from 'preact/hooks';
import type { JSX } from 'preact';
import { FieldFaults } from '../../elements/field-faults.js';

/** A field in which lines can be pasted; Enter sends the form, Escape is a way out. What is wrong stands below it. */
export function Field(props: {
  readonly name: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onEscape?: (() => void) | undefined;
  readonly faults?: readonly string[];
  readonly hint?: string;
  readonly isFirst?: boolean;
}): JSX.Element {
  const { name, value, onInput, onEscape, faults = [], hint, isFirst = false } = props;
  const id = useId();
  return (
    <span class="field">
      <textarea
        class="mono"
        aria-label={name}
        placeholder={name}
        aria-invalid={faults.length > 0}
        aria-describedby={id}
        rows={Math.min(8, value.split('\n').length)}
        ref={isFirst ? focus : null}
        spellcheck={false}
        value={value}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onEscape?.();
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <FieldFaults id={id} faults={faults} hint={hint} />
    </span>
  );
}

/** An element that the reader has asked for is where they go on. */
function focus(element: HTMLElement | null): void {
  element?.focus();
}

/** Moves the focus to an element by its id, once what has changed is shown; it is where a reader without a mouse goes on. */
export function focusNext(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
