import type { JSX } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { ListedGroup } from '@target-eye/client';
import { MAX_SOUGHT, TARGET_STATUSES } from '@target-eye/domain';
import { OutsideText } from '../../elements/outside-text.js';
import { amend, place } from '../../place/place.js';
import { hrefOf } from '../../place/url.js';
import { hasPrometheus } from '../../service/about.js';
import { collection } from '../../service/collection.js';
import { statusOfAll } from '../../service/polls.js';
import { choicesFor } from './counts.js';
import { FilterMenu } from './filter-menu.js';
import { filtersIn, toggled, type Wanted } from './wanted.js';

const HINTS = { application: 'payments-*', environment: 'prod-*', label: 'team=core, tier!=1' } as const;

const NO_GROUPS: readonly ListedGroup[] = [];

/** What one looks for: the search, the menus, and the filters in force. */
export function Filters({ wanted }: { readonly wanted: Wanted }): JSX.Element {
  const search = useRef<HTMLInputElement>(null);
  const focus = (): void => search.current?.focus();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || isTyping(event) || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      focus();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  const filters = filtersIn(wanted);
  return (
    <search>
      <input
        ref={search}
        type="search"
        aria-label="Search"
        aria-keyshortcuts="/"
        placeholder="Search names, targets, labels ( / )"
        maxLength={MAX_SOUGHT}
        autocomplete="off"
        spellcheck={false}
        value={place.value.query.get('search') ?? ''}
        onInput={({ currentTarget }) => {
          amend('groups', { ...wanted, search: currentTarget.value });
        }}
      />
      <Menus wanted={wanted} />
      {filters.map(([name, value]) => (
        <span class="chip" key={`${name} ${value}`}>
          {name} <OutsideText text={value} />{' '}
          <a
            href={hrefOf('groups', { ...toggled(wanted, name, value) })}
            aria-label={`Remove the filter ${name} ${value}`}
            onClick={focus}
          >
            ×
          </a>
        </span>
      ))}
      {filters.length > 0 && (
        <a href={hrefOf('groups', { sort: wanted.sort })} onClick={focus}>
          Clear all
        </a>
      )}
    </search>
  );
}

function Menus({ wanted }: { readonly wanted: Wanted }): JSX.Element {
  const groups = collection.known.value.value?.groups ?? NO_GROUPS;
  const counts = statusOfAll.known.value.value?.targets;
  const statuses = useCallback(
    () => TARGET_STATUSES.map((status) => [status, counts?.[status] ?? 0] as const),
    [counts],
  );
  return (
    <>
      {(['application', 'environment', 'label'] as const).map((name) => (
        <GroupMenu key={name} name={name} wanted={wanted} groups={groups} />
      ))}
      {hasPrometheus.value && <FilterMenu name="status" wanted={wanted} choices={statuses} />}
    </>
  );
}

function GroupMenu(props: {
  readonly name: keyof typeof HINTS;
  readonly wanted: Wanted;
  readonly groups: readonly ListedGroup[];
}): JSX.Element {
  const { name, wanted, groups } = props;
  const choices = useCallback(() => choicesFor(name, groups), [groups]);
  return <FilterMenu name={name} wanted={wanted} choices={choices} hint={HINTS[name]} />;
}

function isTyping({ target }: Event): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
