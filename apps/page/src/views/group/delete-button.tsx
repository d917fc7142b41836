import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { type GroupDetails, type ListedGroup, TargetEyeError } from '@target-eye/client';
import { FailureNote } from '../../elements/failure-note.js';
import { Modal } from '../../elements/modal.js';
import { OutsideText } from '../../elements/outside-text.js';
import { visible } from '../../elements/visible.js';
import { go } from '../../place/place.js';
import { ask } from '../../service/session.js';
import { say } from '../../shell/said.js';
import { focusNext } from './field.js';
import { discard, type GroupState } from './group-state.js';
import { change } from './stored.js';

/** From so many targets on, the name has to be typed. */
const MUCH = 20;

interface Props {
  readonly state: GroupState;
  readonly group: GroupDetails | ListedGroup;
}

/** Removes a group, after a question. */
export function DeleteButton(props: Props): JSX.Element {
  const [isAsked, ask] = useState(false);
  return (
    <>
      <button
        type="button"
        onClick={() => {
          ask(true);
        }}
      >
        Delete…
      </button>
      {isAsked && (
        <Question
          {...props}
          onClose={() => {
            ask(false);
          }}
        />
      )}
    </>
  );
}

function Question({ state, group, onClose }: Props & { readonly onClose: () => void }): JSX.Element {
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<TargetEyeError | undefined>(undefined);
  const { targets } = group;
  const name = `${group.application}/${group.environment}`;
  return (
    <Modal title="Delete the group" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void remove(state, group).catch(async (error: unknown) => {
            if (!(error instanceof TargetEyeError)) throw error;
            await state.found.refresh();
            setFailure(error);
          });
        }}
      >
        <p>
          <OutsideText text={name} />:{' '}
          {targets.length === 1 ? 'its target is' : `its ${targets.length.toLocaleString('en')} targets are`} no longer
          scraped, unless another group has {targets.length === 1 ? 'it' : 'them'} too.
        </p>
        {targets.length >= MUCH && (
          <label>
            Type <code>{visible(name)}</code> to confirm{' '}
            <input
              value={typed}
              autocomplete="off"
              onInput={(event) => {
                setTyped(event.currentTarget.value);
              }}
            />
          </label>
        )}
        {failure !== undefined && <FailureNote failure={failure} />}
        <p class="row">
          <button type="submit" disabled={targets.length >= MUCH && ![name, visible(name)].includes(typed)}>
            Delete
          </button>
          <button type="button" autofocus onClick={onClose}>
            Keep it
          </button>
        </p>
      </form>
    </Modal>
  );
}

async function remove(state: GroupState, group: Props['group']): Promise<void> {
  const { key } = state;
  const whole = { targets: group.targets, labels: group.labels };
  await ask((client) => change(client, { key, revision: group.revision, parts: undefined, whole }));
  discard(state);
  say(`${key.application}/${key.environment} is deleted.`, 'Undo', async () => {
    await ask((client) => change(client, { key, revision: undefined, parts: whole, whole }));
    go('group', { ...key });
  });
  go('groups');
  focusNext('main');
}
