import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { LabelChip } from '../../elements/label-chip.js';
import { visible } from '../../elements/visible.js';
import { faultsIn, withLabel } from './draft.js';
import { Field, focusNext } from './field.js';
import { edit, type GroupState, nowIn } from './group-state.js';

/** Every group has them. */
const REQUIRED = ['job', 'env'];

/** The labels of a group, those of its draft too, and what can be done with them. */
export function Labels({
  state,
  isWritable,
}: {
  readonly state: GroupState;
  readonly isWritable: boolean;
}): JSX.Element {
  const [edited, setEdited] = useState<string | undefined>(undefined);
  const { found, draft } = state;
  const {
    base = draft.value === undefined ? found.known.value.value?.group : undefined,
    mine = base,
    faults,
  } = draft.value ?? {};
  const before = base?.labels ?? {};
  const after = mine?.labels ?? {};
  const close = (): void => {
    focusNext(idOf(edited ?? ''));
    setEdited(undefined);
  };
  return (
    <section aria-labelledby="labels">
      <h2 id="labels">Labels</h2>
      <ul class="row">
        {Object.entries({ ...before, ...after }).map(([name, value]) => {
          const isThere = Object.hasOwn(after, name);
          const isOld = Object.hasOwn(before, name) && before[name] === value;
          const fault = faults?.get(`${name}=${value}`);
          if (name === edited)
            return (
              <li key={name}>
                <LabelForm state={state} name={name} value={value} onClose={close} />
              </li>
            );
          return (
            <li key={name}>
              {isThere && !isOld && Object.hasOwn(before, name) && (
                <span class="removed">
                  − <LabelChip name={name} value={before[name] ?? ''} />{' '}
                </span>
              )}
              <span class={isThere ? (isOld ? '' : 'added') : 'removed'}>
                {isThere ? !isOld && '+ ' : '− '}
                <LabelChip name={name} value={value}>
                  {isWritable && (
                    <>
                      {isThere && (
                        <button
                          type="button"
                          class="link"
                          id={idOf(name)}
                          aria-label={`Edit the label ${visible(name)}`}
                          onClick={() => {
                            setEdited(name);
                          }}
                        >
                          edit
                        </button>
                      )}{' '}
                      {!REQUIRED.includes(name) && (
                        <button
                          type="button"
                          class="link"
                          aria-label={`${isThere ? 'Remove' : 'Keep'} the label ${visible(name)}`}
                          onClick={() => {
                            edit(state, (group) => withLabel(group, name, isThere ? undefined : [name, value]));
                          }}
                        >
                          {isThere ? '×' : 'keep'}
                        </button>
                      )}
                    </>
                  )}
                </LabelChip>
              </span>
              {fault !== undefined && <span class="fault">{visible(fault)}</span>}
            </li>
          );
        })}
        {isWritable && (
          <li>
            {edited === '' ? (
              <LabelForm state={state} name="" value="" onClose={close} />
            ) : (
              <button
                type="button"
                class="link"
                id={idOf('')}
                onClick={() => {
                  setEdited('');
                }}
              >
                + add a label
              </button>
            )}
          </li>
        )}
      </ul>
    </section>
  );
}

function idOf(name: string): string {
  return `label ${name}`;
}

/** A label to be added, or another one in its place. */
function LabelForm(props: {
  readonly state: GroupState;
  readonly name: string;
  readonly value: string;
  readonly onClose: () => void;
}): JSX.Element {
  const { state, onClose } = props;
  const [name, setName] = useState(props.name);
  const [value, setValue] = useState(props.value);
  const change = (group: Parameters<typeof withLabel>[0]) => withLabel(group, props.name, [name, value]);
  const group = nowIn(state);
  const isAnother = name !== props.name && group !== undefined && Object.hasOwn(group.labels, name);
  const faults = name === '' || group === undefined ? [] : faultsIn(state.key, { labels: change(group).labels });
  const isOfName = (code: string): boolean => code === 'invalid_label_name' || code === 'label_refused';
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (name === '' || faults.length > 0) return;
        edit(state, change);
        onClose();
      }}
    >
      <Field
        name="Label name"
        value={name}
        onInput={setName}
        onEscape={onClose}
        isFirst={props.name === ''}
        hint={isAnother ? visible(`takes the place of ${name}=${group.labels[name] ?? ''}`) : ''}
        faults={faults.filter(({ code }) => isOfName(code)).map(({ message }) => message)}
      />
      =
      <Field
        name="Label value"
        value={value}
        onInput={setValue}
        onEscape={onClose}
        isFirst={props.name !== ''}
        faults={faults.filter(({ code }) => !isOfName(code)).map(({ message }) => message)}
      />
      <button type="submit">Set</button>
      <button type="button" onClick={onClose}>
        Cancel
      </button>
    </form>
  );
}
