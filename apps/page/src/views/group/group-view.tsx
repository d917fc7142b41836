import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import type { GroupKey } from '@target-eye/client';
import { Ago } from '../../elements/ago.js';
import { CopyButton } from '../../elements/copy-button.js';
import { FailureNote } from '../../elements/failure-note.js';
import { MayNotWrite } from '../../elements/may-not-write.js';
import { OutsideText } from '../../elements/outside-text.js';
import { groupText } from '../../place/group-text.js';
import { place } from '../../place/place.js';
import { hrefOf } from '../../place/url.js';
import { hasPrometheus, mayWrite, mayWriteSome } from '../../service/about.js';
import { DeleteButton } from './delete-button.js';
import { draftOf } from './draft.js';
import { DraftBar } from './draft-bar.js';
import { discard, type GroupState, stateOf } from './group-state.js';
import { Labels } from './labels.js';
import { Lines } from './lines.js';
import { hasUrl } from './stored.js';
import { Targets } from './targets.js';
import { Wait } from './wait.js';

/** One group: what it is, what became of it, and what can be made of it. */
export function GroupView(): JSX.Element {
  const { query } = place.value;
  const state = stateOf({ application: query.get('application') ?? '', environment: query.get('environment') ?? '' });
  return <Group key={JSON.stringify(state.key)} state={state} />;
}

function Group({ state }: { readonly state: GroupState }): JSX.Element {
  const { key, found, status, draft } = state;
  const { value, failure } = found.known.value;
  const isAsked = hasPrometheus.value && hasUrl(key) && value?.group !== undefined;
  useEffect(() => found.follow(), []);
  useEffect(() => (isAsked ? status.follow() : undefined), [isAsked]);
  const isDone = draft.value !== undefined && draftOf(value?.group, draft.value.mine) === undefined;
  useEffect(() => {
    // Somebody else has made the same change.
    if (isDone) discard(state);
  }, [isDone]);
  const isWritable = mayWrite(key);
  const isShown = (value?.group ?? draft.value) !== undefined;
  return (
    <>
      <h1 id="group" tabIndex={-1}>
        <OutsideText text={key.application} /> / <OutsideText text={key.environment} />
      </h1>
      {failure !== undefined && <FailureNote failure={failure} />}
      {/* What stands there says that a PUT replaces it. */}
      {failure?.code === 'unreadable' && <Lines state={state} />}
      {value === undefined && failure === undefined && <p class="faint">Looking…</p>}
      {value !== undefined && !isShown && <Missing of={key} typed={state.typed.value} />}
      {isShown && (
        <>
          <Facts state={state} isWritable={isWritable} />
          <MayNotWrite group={key} />
          {!hasUrl(key) && (
            <p class="note">
              Browsers take . and .. in a URL for steps. So this page shows and changes the group, but can ask neither
              for its file nor what became of its targets. The curl lines below can.
            </p>
          )}
          <DraftBar state={state} />
          <Wait state={state} />
          <Labels state={state} isWritable={isWritable} />
          <Targets state={state} isWritable={isWritable} />
          <Lines state={state} />
        </>
      )}
    </>
  );
}

/** Targets that somebody was about to add go with them to a new group. */
function Missing({ of, typed }: { readonly of: GroupKey; readonly typed: string }): JSX.Element {
  return (
    <p class="note">
      There is no such group. {typed !== '' && 'What you have typed is kept. '}
      {mayWrite(of) && <a href={hrefOf('new', { ...of, target: typed })}>Create it</a>}
    </p>
  );
}

function Facts({
  state,
  isWritable,
}: {
  readonly state: GroupState;
  readonly isWritable: boolean;
}): JSX.Element | null {
  const group = state.found.known.value.value?.group;
  if (group === undefined) return null;
  const { revision, changed_at } = group;
  return (
    <p class="row">
      {'file' in group && (
        <span>
          <code>
            <OutsideText text={group.file} />
          </code>
          <CopyButton text={group.file} what="the name of the file" />
        </span>
      )}
      <span>
        revision <code>{revision.slice(0, 8)}</code>
        <CopyButton text={revision} what="the revision" />
      </span>
      <span>
        changed <Ago time={changed_at} />
      </span>
      {mayWriteSome.value && (
        <a class="button" href={hrefOf('new', { from: groupText(state.key) })}>
          Copy as a new group
        </a>
      )}
      {isWritable && <DeleteButton state={state} group={group} />}
    </p>
  );
}
