import { useMemo, useState } from 'preact/hooks';
import type { BulkResult } from '@target-eye/client';
import type { JSX } from 'preact';
import { Changes } from '../../elements/changes.js';
import { GroupLink, GroupName } from '../../elements/group-link.js';
import { visible } from '../../elements/visible.js';
import { groupText } from '../../place/group-text.js';
import { differenceIn } from './differences.js';
import type { Preview } from './preview.js';

/** So many are shown at first, and more when they are asked for. */
const STEP = 200;

/** So many lines of each are shown. */
const MAX_LINES = 20;

/** What became of each group but those that are unchanged, or would become of it; with what differs if there is a preview. */
export function OutcomeRows(props: { readonly result: BulkResult; readonly preview?: Preview }): JSX.Element {
  const { result, preview } = props;
  const [shown, show] = useState(STEP);
  const rows = result.groups.filter(({ outcome }) => outcome !== 'unchanged');
  const missing = preview === undefined ? 'removed' : 'created';
  const differences = useMemo(
    () => preview && rows.slice(0, shown).map((row) => differenceIn(preview, row)),
    [preview, shown],
  );
  return (
    <>
      <ul class="outcomes">
        {rows.slice(0, shown).map((row, index) => {
          const { outcome, error } = row;
          const differs = differences?.[index];
          return (
            <li key={groupText(row)}>
              <span class={`outcome ${outcome}`}>{outcome}</span>{' '}
              {outcome === missing ? <GroupName group={row} /> : <GroupLink group={row} />}
              {error !== undefined && <p>{visible(error.message)}</p>}
              {differs && <Changes of={differs} most={MAX_LINES} />}
            </li>
          );
        })}
      </ul>
      {rows.length > shown && (
        <button
          type="button"
          onClick={() => {
            show(shown + STEP);
          }}
        >
          Show more of {rows.length.toLocaleString('en')}
        </button>
      )}
      {result.unchanged > 0 && <p class="faint">{result.unchanged.toLocaleString('en')} unchanged</p>}
    </>
  );
}
