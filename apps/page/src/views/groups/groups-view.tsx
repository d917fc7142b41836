import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { CodeBlock } from '../../elements/code-block.js';
import { counted } from '../../elements/counted.js';
import { FailureNote } from '../../elements/failure-note.js';
import { visible } from '../../elements/visible.js';
import { place } from '../../place/place.js';
import { hrefOf } from '../../place/url.js';
import { about, hasPrometheus, mayWriteSome } from '../../service/about.js';
import { collection } from '../../service/collection.js';
import { History } from '../history/history.js';
import { Filters } from './filters.js';
import { Strip } from './strip.js';
import { Table } from './table.js';
import { type Shown, useShown } from './use-shown.js';
import { filtersIn, type Wanted, wantedIn } from './wanted.js';

/** How many rows are added at once. */
const STEP = 200;

/** All groups: find, filter, sort. */
export function GroupsView(): JSX.Element {
  const text = place.value.query.toString();
  const wanted = useMemo(() => wantedIn(new URLSearchParams(text)), [text]);
  const [more, showMore] = useState({ text, limit: STEP });
  const limit = more.text === text ? more.limit : STEP;
  const { shown, failure } = useShown(wanted, limit);
  const total = collection.known.value.value?.total ?? shown?.total;
  return (
    <>
      <Strip wanted={wanted} total={total} />
      <History load={() => import('../other-views.js')} />
      <Filters wanted={wanted} />
      {wanted.status.length > 0 && about.value !== undefined && !hasPrometheus.value && (
        <p class="note">The service asks no Prometheus, so it knows no status of any target.</p>
      )}
      {failure !== undefined && <FailureNote failure={failure} />}
      <p role="status" class="faint">
        {shown === undefined ? failure === undefined && 'Loading…' : summaryOf(shown, wanted)}
      </p>
      {shown !== undefined && (shown.matched > 0 ? <Table shown={shown} /> : <Nothing shown={shown} />)}
      {shown !== undefined && shown.matched > shown.groups.length && (
        <button
          type="button"
          onClick={() => {
            showMore({ text, limit: limit + STEP });
          }}
        >
          Show more: {(shown.matched - shown.groups.length).toLocaleString('en')} left
        </button>
      )}
    </>
  );
}

/** How many match, of what, and what is still to come. */
function summaryOf(shown: Shown, wanted: Wanted): string {
  const { matched, total, isWaiting, isSortable } = shown;
  const { search, sort } = shown.wanted;
  const isFiltered = search !== '' || filtersIn(shown.wanted).length > 0;
  const forWhat = search === '' ? '' : ` “${visible(search)}”`;
  return [
    isFiltered
      ? `${matched.toLocaleString('en')} of ${counted(total, 'group')} match${forWhat}`
      : counted(total, 'group'),
    isWaiting && (wanted.search === search ? 'looking…' : `looking for “${visible(wanted.search)}”…`),
    !isSortable && sort !== '' && 'too many to sort by anything but the name',
  ]
    .filter(Boolean)
    .join('; ');
}

/** No group, and what to do about it. */
function Nothing({ shown: { total, isWaiting } }: { readonly shown: Shown }): JSX.Element | null {
  if (isWaiting) return null;
  if (total > 0)
    return (
      <p>
        No group matches all of this. Take back a filter, or <a href={hrefOf('groups')}>show all groups</a>.
      </p>
    );
  const { origin, pathname } = globalThis.location;
  const line = `curl -X PUT -H 'Content-Type: application/json' -d '{"targets":["localhost:9100"]}' ${origin}${pathname}node/prod`;
  return (
    <>
      <p>There is no group yet. This registers the first one:</p>
      <CodeBlock text={line} what="the curl line" />
      {mayWriteSome.value && (
        <p>
          Or <a href={hrefOf('new')}>fill in a form</a>.
        </p>
      )}
    </>
  );
}
