import type { JSX } from 'preact';
import { TARGET_STATUSES } from '@target-eye/domain';
import { counted } from '../../elements/counted.js';
import { GroupLink } from '../../elements/group-link.js';
import { OutsideText } from '../../elements/outside-text.js';
import { wordOf } from '../../elements/status-text.js';
import { hrefOf } from '../../place/url.js';
import { mayWriteSome } from '../../service/about.js';
import { collection } from '../../service/collection.js';
import { keyOf } from '../../service/held-groups.js';
import { statusOfAll } from '../../service/polls.js';
import { toggled, type Wanted } from './wanted.js';

/** How many groups that cannot be read are named. */
const MAX_NAMED = 10;

/** All groups at a glance, whatever is filtered. */
export function Strip({ wanted, total }: { readonly wanted: Wanted; readonly total: number | undefined }): JSX.Element {
  return (
    <>
      <div class="strip">
        <h1>Groups</h1>
        <span>{total !== undefined && totals(total)}</span>
        <StatusBar wanted={wanted} />
        {mayWriteSome.value && (
          <span>
            <a class="button" href={hrefOf('new')}>
              New group
            </a>{' '}
            <a class="button" href={hrefOf('many')}>
              Paste many
            </a>
          </span>
        )}
      </div>
      <Unreadable />
    </>
  );
}

function totals(total: number): string {
  const counts = statusOfAll.known.value.value?.targets;
  const targets = counts
    ? Object.values(counts).reduce((sum, count) => sum + count, 0)
    : collection.known.value.value?.groups?.reduce((sum, group) => sum + group.targets.length, 0);
  return [counted(total, 'group'), ...(targets === undefined ? [] : [counted(targets, 'target')])].join(' · ');
}

/** Targets by status; each part is a filter, and it takes as much room as it has targets. */
function StatusBar({ wanted }: { readonly wanted: Wanted }): JSX.Element {
  const counts = statusOfAll.known.value.value?.targets;
  return (
    <nav class="bar" aria-label="Targets by status">
      {TARGET_STATUSES.toReversed().map((status) => {
        const count = counts?.[status] ?? 0;
        if (count === 0) return null;
        return (
          <a
            key={status}
            class={`status ${status}`}
            style={{ flexGrow: count }}
            href={hrefOf('groups', { ...toggled(wanted, 'status', status) })}
            aria-current={wanted.status.includes(status)}
          >
            {wordOf(status)} {count.toLocaleString('en')}
          </a>
        );
      })}
    </nav>
  );
}

function Unreadable(): JSX.Element | null {
  const unreadable = collection.known.value.value?.unreadable ?? [];
  if (unreadable.length === 0) return null;
  return (
    <div class="note">
      <p>
        The {unreadable.length === 1 ? 'file of a group is' : `files of ${counted(unreadable.length, 'group')} are`} not
        understood. Mend the file, or store the group again: its old bytes are kept aside.
      </p>
      <ul>
        {unreadable.slice(0, MAX_NAMED).map(({ application, environment, reason }) => (
          <li key={keyOf({ application, environment })}>
            <GroupLink group={{ application, environment }} />: <OutsideText text={reason} />
          </li>
        ))}
      </ul>
      {unreadable.length > MAX_NAMED && <p>and {unreadable.length - MAX_NAMED} more</p>}
    </div>
  );
}
