import { useId, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { OutsideText } from '../../elements/outside-text.js';
import { PrometheusLink } from '../../elements/prometheus-link.js';
import { prometheusName } from '../../elements/status-text.js';
import { visible } from '../../elements/visible.js';
import { amend, place } from '../../place/place.js';
import { about } from '../../service/about.js';
import { alreadyIn, faultsIn, targetsIn, withTarget, withTargets } from './draft.js';
import { Field, focusNext } from './field.js';
import { edit, type GroupState, nowIn } from './group-state.js';
import { type Row, rowsOf } from './rows.js';
import { ScrapeCell } from './scrape-cell.js';
import { hasUrl } from './stored.js';

/** How many rows are shown, and how many more each time. */
const ROWS = 200;

/** A search is worth its room from here on. */
const MANY = 12;

/** The targets of a group, those of its draft too, what became of them, and what can be done with them. */
export function Targets({
  state,
  isWritable,
}: {
  readonly state: GroupState;
  readonly isWritable: boolean;
}): JSX.Element {
  const [limit, setLimit] = useState(ROWS);
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = useRef<readonly string[]>([]);
  const draft = state.draft.value;
  const group = draft === undefined ? state.found.known.value.value?.group : draft.base;
  const search = place.value.query.get('search') ?? '';
  // A row must not move while somebody is about to press a button in it.
  const order = body.current?.contains(document.activeElement) === true ? shown.current : undefined;
  const status = state.status.known.value.value;
  const rows = rowsOf(group, draft, status, { search, order });
  shown.current = rows.map(({ target }) => target);
  const asked = status?.prometheus.map(({ url }) => url) ?? about.value?.prometheus ?? [];
  const urls = hasUrl(state.key) ? asked : [];
  return (
    <section aria-labelledby="targets">
      <h2 id="targets" tabIndex={-1}>
        Targets
      </h2>
      {isWritable && <AddForm state={state} />}
      {(search !== '' || rows.length > MANY) && (
        <p>
          <input
            type="search"
            aria-label="Search these targets"
            placeholder="Search: target, status, error"
            value={search}
            onInput={(event) => {
              amend('group', { ...state.key, search: event.currentTarget.value });
            }}
          />{' '}
          <span class="faint" role="status">
            {rows.length.toLocaleString('en')} found
          </span>
        </p>
      )}
      {/* Chromium takes a table that a narrow page lays out as blocks for none. */}
      <table class="targets" role="table">
        <thead>
          <tr>
            <th scope="col">target</th>
            {urls.map((url) => (
              <th key={url} scope="col">
                <PrometheusLink url={url} />
              </th>
            ))}
            {isWritable && (
              <th scope="col">
                <span class="offscreen">change</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body} role="rowgroup">
          {rows.slice(0, limit).map((row) => (
            <TargetRow key={row.target} state={state} row={row} urls={urls} isWritable={isWritable} />
          ))}
        </tbody>
      </table>
      {rows.length > limit && (
        <button
          type="button"
          onClick={() => {
            setLimit(limit + ROWS);
          }}
        >
          Show {Math.min(ROWS, rows.length - limit)} more of {(rows.length - limit).toLocaleString('en')}
        </button>
      )}
    </section>
  );
}

function AddForm({ state }: { readonly state: GroupState }): JSX.Element {
  const { typed, key } = state;
  const targets = targetsIn(typed.value);
  const faults = targets.length === 0 ? [] : faultsIn(key, { targets });
  const group = nowIn(state);
  const isAddable =
    faults.length === 0 && group !== undefined && withTargets(group, targets).targets.length > group.targets.length;
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isAddable) return;
        edit(state, (group) => withTargets(group, targets));
        typed.value = '';
      }}
    >
      <Field
        name="Add targets: host:port, one or many"
        value={typed.value}
        onInput={(value) => {
          typed.value = value;
        }}
        hint={visible(alreadyIn(group, targets))}
        faults={faults.map(({ message }) => message)}
      />
      <button type="submit" disabled={!isAddable}>
        Add{targets.length > 1 ? ` ${targets.length.toLocaleString('en')}` : ''}
      </button>
    </form>
  );
}

function TargetRow(props: {
  readonly state: GroupState;
  readonly row: Row;
  readonly urls: readonly string[];
  readonly isWritable: boolean;
}): JSX.Element {
  const { state, row, urls, isWritable } = props;
  const { target, change, fault, status } = row;
  const [isEdited, setEdited] = useState(false);
  const faultId = useId();
  const close = (next: string): void => {
    setEdited(false);
    focusNext(idOf(next));
  };
  return (
    <tr role="row">
      <th scope="row" role="rowheader" class="mono">
        {isEdited ? (
          <TargetForm state={state} target={target} onClose={close} />
        ) : (
          <span class={change}>
            {change === 'added' ? '+ ' : change === 'removed' ? '− ' : ''}
            <OutsideText text={target} />
          </span>
        )}
        {fault !== undefined && (
          <span id={faultId} class="fault">
            {visible(fault)}
          </span>
        )}
      </th>
      {urls.map((url) => (
        <td key={url} role="cell" data-on={urls.length > 1 ? prometheusName(url) : undefined}>
          <ScrapeCell target={target} status={status} url={url} />
        </td>
      ))}
      {isWritable && (
        <td role="cell">
          {change !== 'removed' && (
            <button
              type="button"
              class="link"
              id={idOf(target)}
              aria-label={`Edit ${visible(target)}`}
              aria-describedby={fault && faultId}
              onClick={() => {
                setEdited(true);
              }}
            >
              edit
            </button>
          )}{' '}
          <button
            type="button"
            class="link"
            aria-label={`${change === 'removed' ? 'Keep' : 'Remove'} ${visible(target)}`}
            onClick={() => {
              edit(state, (group) => (change === 'removed' ? withTargets(group, [target]) : withTarget(group, target)));
              if (change === 'added') focusNext('targets');
            }}
          >
            {change === 'removed' ? 'keep' : '×'}
          </button>
        </td>
      )}
    </tr>
  );
}

function idOf(target: string): string {
  return `target ${target}`;
}

/** Another target in the place of one. */
function TargetForm(props: {
  readonly state: GroupState;
  readonly target: string;
  readonly onClose: (next: string) => void;
}): JSX.Element {
  const { state, target, onClose } = props;
  const [text, setText] = useState(target);
  const next = text.trim();
  const faults = faultsIn(state.key, { targets: [next] });
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (faults.length > 0) return;
        edit(state, (group) => withTarget(group, target, next));
        onClose(next);
      }}
    >
      <Field
        name="Target"
        value={text}
        onInput={setText}
        isFirst
        onEscape={() => {
          onClose(target);
        }}
        faults={faults.map(({ message }) => message)}
      />
      <button type="submit">Set</button>
      <button
        type="button"
        onClick={() => {
          onClose(target);
        }}
      >
        Cancel
      </button>
    </form>
  );
}
