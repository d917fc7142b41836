import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { TargetNotUp } from '@target-eye/client';
import { hrefOf } from '../../place/url.js';
import { keyOf } from '../../service/held-groups.js';
import { statusOfAll } from '../../service/polls.js';
import { Row } from './row.js';
import { slotsFor } from './slots.js';
import type { Shown } from './use-shown.js';
import { COLUMNS, sortedBy, sortOf } from './wanted.js';

const NONE: readonly TargetNotUp[] = [];

/** The groups, each with what is wrong with its targets. */
export function Table({ shown }: { readonly shown: Shown }): JSX.Element {
  const { groups, statusesOf, wanted, isSortable } = shown;
  const { not_up: notUp = NONE } = statusOfAll.known.value.value ?? {};
  // Where no Prometheus answers, all targets would say so.
  const notUpOf = useMemo(
    () =>
      Map.groupBy(
        notUp.filter(({ status }) => status !== 'unknown'),
        keyOf,
      ),
    [notUp],
  );
  const slots = useRef<ReadonlyMap<string, number>>(new Map());
  slots.current = slotsFor(groups.map(keyOf), slots.current);
  const { column, isDescending } = sortOf(isSortable ? wanted : { sort: '' });
  const order = isDescending ? 'descending' : 'ascending';
  return (
    <table role="table" class="groups" aria-label="Groups" aria-busy={shown.isWaiting}>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((each) => (
            <th key={each} role="columnheader" scope="col" aria-sort={each === column ? order : undefined}>
              {isSortable ? <a href={hrefOf('groups', { ...sortedBy(wanted, each) })}>{each}</a> : each}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {groups.map((group) => {
          const key = keyOf(group);
          const named = (notUpOf.get(key) ?? NONE).filter(
            ({ status }) => wanted.status.length === 0 || wanted.status.includes(status),
          );
          return <Row key={slots.current.get(key)} group={group} statuses={statusesOf(group)} notUp={named} />;
        })}
      </tbody>
    </table>
  );
}
