import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { JSX } from 'preact';
import { FieldFaults } from '../../elements/field-faults.js';
import type { Row } from './fields.js';

/** Labels, a row each; the last row is empty and waits for the next one. */
export function LabelRows(props: {
  readonly rows: Signal<readonly Row[]>;
  readonly faultsOf: (name: string) => readonly string[];
}): JSX.Element {
  const { rows, faultsOf } = props;
  const id = useId();
  return (
    <fieldset class="labels">
      <legend>Labels besides job and env, which are the names where nothing else is said</legend>
      {withSpare(rows.value).map(([name, value], index) => {
        const put = (next: Row): void => {
          rows.value = rows.value.toSpliced(index, 1, next);
        };
        const faults = name + value === '' ? [] : faultsOf(name);
        const described = { 'aria-invalid': faults.length > 0, 'aria-describedby': `${id}${String(index)}` };
        return (
          <div key={index}>
            <input
              {...described}
              class="mono"
              aria-label="Label name"
              placeholder="name"
              spellcheck={false}
              autocomplete="off"
              value={name}
              onInput={({ currentTarget }) => {
                put([currentTarget.value, value]);
              }}
            />{' '}
            ={' '}
            <input
              {...described}
              class="mono"
              aria-label={`Value of the label ${name}`}
              placeholder="value"
              spellcheck={false}
              autocomplete="off"
              value={value}
              onInput={({ currentTarget }) => {
                put([name, currentTarget.value]);
              }}
            />
            <FieldFaults id={described['aria-describedby']} faults={faults} />
          </div>
        );
      })}
    </fieldset>
  );
}

function withSpare(rows: readonly Row[]): readonly Row[] {
  return rows.at(-1)?.join('') === '' ? rows : [...rows, ['', '']];
}
