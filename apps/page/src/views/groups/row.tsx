import { Fragment, type JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ListedGroup, StatusesOfGroup, TargetNotUp } from '@target-eye/client';
import { TARGET_STATUSES } from '@target-eye/domain';
import { Ago } from '../../elements/ago.js';
import { LabelChip } from '../../elements/label-chip.js';
import { OutsideText } from '../../elements/outside-text.js';
import { wordOf } from '../../elements/status-text.js';
import { StatusWord } from '../../elements/status-word.js';
import { hrefOf } from '../../place/url.js';
import { ownLabels } from '../../elements/own-labels.js';
import { notUpIn } from './matching.js';

/** How many targets that are not up stand under a group. */
const MAX_NAMED = 3;

interface Props {
  readonly group: ListedGroup;
  /** `undefined` while they are not known. */
  readonly statuses: StatusesOfGroup | undefined;
  /** Targets that are not up, perhaps not all of them. */
  readonly notUp: readonly TargetNotUp[];
}

/** A group, and below it what is wrong with its targets. It is made anew only when something of that changes. */
export function Row({ group, statuses, notUp }: Props): JSX.Element {
  return useMemo(() => {
    const { application, environment, targets, changed_at } = group;
    const href = hrefOf('group', { application, environment });
    return (
      <Fragment>
        <tr role="row">
          <th role="rowheader" scope="row">
            <a href={href}>
              <OutsideText text={application} />
            </a>
          </th>
          <td role="cell">
            <OutsideText text={environment} />
          </td>
          <td role="cell">
            {ownLabels(group, group).map(([name, value]) => (
              <Fragment key={name}>
                <LabelChip name={name} value={value} />{' '}
              </Fragment>
            ))}
          </td>
          <td role="cell">
            <Targets count={targets.length} statuses={statuses} />
          </td>
          <td role="cell" class="faint">
            <Ago time={changed_at} />
          </td>
        </tr>
        {statuses !== undefined && notUp.length > 0 && (
          <tr role="row" class="not-up">
            <td role="cell" colSpan={5}>
              <ul>
                {notUp.slice(0, MAX_NAMED).map((each) => (
                  <NotUp key={each.target} {...each} />
                ))}
              </ul>
              {notUpIn(statuses) > MAX_NAMED && (
                <a href={href}>and {(notUpIn(statuses) - MAX_NAMED).toLocaleString('en')} more</a>
              )}
            </td>
          </tr>
        )}
      </Fragment>
    );
  }, [group, JSON.stringify([statuses, notUp])]);
}

function NotUp({ target, status, error, advice }: TargetNotUp): JSX.Element {
  return (
    <li>
      <OutsideText text={target} /> <StatusWord status={status} />
      {error !== undefined && (
        <>
          : <OutsideText text={error} />
        </>
      )}
      {advice !== undefined && (
        <span class="faint">
          {' '}
          — <OutsideText text={advice} />
        </span>
      )}
    </li>
  );
}

/** "3 / 4 up", and what the others are. */
function Targets({
  count,
  statuses,
}: {
  readonly count: number;
  readonly statuses: StatusesOfGroup | undefined;
}): JSX.Element {
  if (statuses === undefined) return <>{count}</>;
  const up = statuses.up ?? 0;
  return (
    <>
      <span class={`status ${up === count ? 'up' : 'some'}`}>
        {up} / {count} up
      </span>
      {TARGET_STATUSES.filter((status) => status !== 'up' && statuses[status] !== undefined).map((status) => (
        <span key={status} class={`status ${status}`}>
          {' '}
          {statuses[status]} {wordOf(status)}
        </span>
      ))}
    </>
  );
}
