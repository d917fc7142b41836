import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { difference } from '@target-eye/domain';
import { Changes } from '../../elements/changes.js';
import { CodeBlock } from '../../elements/code-block.js';
import { counted } from '../../elements/counted.js';
import { curlLine, groupPath } from '../../elements/curl.js';
import { FailureNote } from '../../elements/failure-note.js';
import { Modal } from '../../elements/modal.js';
import { visible } from '../../elements/visible.js';
import { hasPrometheus } from '../../service/about.js';
import { thisService } from '../../service/this-service.js';
import { changedParts, contested, type Draft, draftOf, rebased } from './draft.js';
import { focusNext } from './field.js';
import { discard, type GroupState, review, save } from './group-state.js';
import { hasUrl } from './stored.js';
import { waitUntilUp } from './wait.js';

/** What somebody is about to make of the group, and what can be done with that. */
export function DraftBar({ state }: { readonly state: GroupState }): JSX.Element {
  const [isReviewed, setReviewed] = useState(false);
  const { draft, failure, said } = state;
  const { value } = draft;
  const theirs = state.found.known.value.value?.group;
  const isOutdated = value !== undefined && theirs?.revision !== value.base?.revision;
  return (
    <div id="outcome" tabIndex={-1}>
      <div class={said.value === '' ? '' : 'note good'} role="status">
        {said.value}
      </div>
      {failure.value !== undefined && !isOutdated && <FailureNote failure={failure.value} />}
      {isOutdated && <Meanwhile state={state} draft={value} />}
      {value !== undefined && (
        <div class="note">
          <span role="status">{summaryOf(value)}</span>{' '}
          <button
            type="button"
            disabled={isOutdated || value.mine.targets.length === 0}
            onClick={() =>
              void review(state).then((isTaken) => {
                if (isTaken) setReviewed(true);
                else focusNext('outcome');
              })
            }
          >
            Review…
          </button>{' '}
          <button
            type="button"
            onClick={() => {
              discard(state);
              focusNext('group');
            }}
          >
            Discard
          </button>
        </div>
      )}
      {isReviewed && value !== undefined && (
        <Review
          state={state}
          draft={value}
          onClose={() => {
            setReviewed(false);
          }}
        />
      )}
    </div>
  );
}

/** What a draft changes, in numbers; a group without a target cannot be. */
function summaryOf({ base, mine }: Draft): string {
  if (mine.targets.length === 0) return 'Not saved yet: no target is left. Delete the group instead, or keep one.';
  const { added, removed } = difference(base, mine);
  const labels = new Set([...Object.keys(added.labels), ...Object.keys(removed.labels)]).size;
  const parts = [
    [added.targets.length, 'target', 'to add'],
    [removed.targets.length, 'target', 'to remove'],
    [labels, 'label', 'to change'],
  ] as const;
  const said = parts.flatMap(([number, what, how]) => (number === 0 ? [] : `${counted(number, what)} ${how}`));
  return `Not saved yet: ${said.join(', ')}.`;
}

/** What somebody else changed since the draft was begun, and what can be done about it. */
function Meanwhile({
  state,
  draft: { base, mine },
}: {
  readonly state: GroupState;
  readonly draft: Draft;
}): JSX.Element {
  const theirs = state.found.known.value.value?.group;
  const labels = theirs === undefined ? [] : contested(base, mine, theirs);
  const next = theirs === undefined ? draftOf(undefined, mine) : draftOf(theirs, rebased(base, mine, theirs));
  return (
    <div class="note" role="status">
      <p>
        {theirs === undefined
          ? 'Somebody removed the group meanwhile. What you have typed is kept.'
          : 'Somebody changed the group meanwhile. What you have typed is kept. They changed:'}
      </p>
      {theirs !== undefined && <Changes of={difference(base, theirs)} />}
      {labels.length > 0 && <p>You both changed {labels.map(visible).join(', ')}; your value wins if you go on.</p>}
      <button
        type="button"
        onClick={() => {
          state.failure.value = undefined;
          state.draft.value = next;
          focusNext('outcome');
        }}
      >
        {theirs === undefined ? 'Create it again with my changes' : 'Put my changes onto theirs'}
      </button>
    </div>
  );
}

/** The last look at a change before it is sent. */
function Review(props: {
  readonly state: GroupState;
  readonly draft: Draft;
  readonly onClose: () => void;
}): JSX.Element {
  const { state, draft, onClose } = props;
  const { key } = state;
  const canWait = hasPrometheus.value && hasUrl(key);
  const [isWaiting, setWaiting] = useState(canWait);
  const [isBusy, setBusy] = useState(false);
  const ifMatch = draft.base?.revision;
  return (
    <Modal title="Review the change" onClose={onClose}>
      <p>The service would take it. Nothing is stored yet.</p>
      <Changes of={difference(draft.base, draft.mine)} />
      <details>
        <summary>The same with curl</summary>
        <CodeBlock
          what="the curl line"
          text={curlLine(thisService(), groupPath(key), { method: 'PUT', body: changedParts(draft), ifMatch })}
        />
      </details>
      {canWait && (
        <label>
          <input
            type="checkbox"
            checked={isWaiting}
            onChange={(event) => {
              setWaiting(event.currentTarget.checked);
            }}
          />{' '}
          Wait until it is up
        </label>
      )}
      <p class="row">
        <button
          type="button"
          autofocus
          disabled={isBusy}
          onClick={() => {
            setBusy(true);
            void save(state).then((isStored) => {
              onClose();
              focusNext('outcome');
              if (isStored && isWaiting) void waitUntilUp(state);
            });
          }}
        >
          Save
        </button>
        <button type="button" onClick={onClose}>
          Back
        </button>
      </p>
    </Modal>
  );
}
