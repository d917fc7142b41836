import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { shorten } from '@target-eye/domain';
import { visible } from '../../elements/visible.js';
import { go } from '../../place/place.js';
import { hrefOf } from '../../place/url.js';
import { type Choice, offered } from './counts.js';
import { type FilterName, toggled, type Wanted, whyNoFilter } from './wanted.js';

interface Props {
  readonly name: FilterName;
  readonly wanted: Wanted;
  /** What one can choose from; it is asked for when the menu is open. */
  readonly choices: () => readonly Choice[];
  /** What can be typed, for those who have not done it before; nothing can where it is not there. */
  readonly hint?: string;
}

/** A menu that adds filters of one kind, and takes them back. Escape closes it, and so does the focus when it leaves. */
export function FilterMenu(props: Props): JSX.Element {
  const { name } = props;
  const [isOpen, open] = useState(false);
  return (
    <details
      class="menu"
      open={isOpen}
      onToggle={({ currentTarget }) => {
        open(currentTarget.open);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key !== 'Escape') return;
        open(false);
        currentTarget.querySelector('summary')?.focus();
      }}
      onFocusOut={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) open(false);
      }}
    >
      <summary>{name}</summary>
      {isOpen && <Panel {...props} />}
    </details>
  );
}

/** It takes the focus, so that a click between the choices does not close it. */
function Panel({ name, wanted, choices, hint }: Props): JSX.Element {
  const [text, type] = useState('');
  const all = useMemo(choices, [choices]);
  const reason = text === '' ? undefined : whyNoFilter(name, text);
  const few = offered(all, text);
  return (
    <div class="panel" tabIndex={-1}>
      {hint !== undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text === '' || reason !== undefined) return;
            type('');
            if (!(wanted[name] as readonly string[]).includes(text)) go('groups', { ...toggled(wanted, name, text) });
          }}
        >
          <input
            aria-label={`Filter by ${name}`}
            placeholder={hint}
            value={text}
            onInput={({ currentTarget }) => {
              type(currentTarget.value);
            }}
          />{' '}
          <button type="submit">Add</button>
        </form>
      )}
      {reason !== undefined && <p role="status">{reason}</p>}
      <ul>
        {few.map(([value, count]) => (
          <li key={value}>
            <a
              href={hrefOf('groups', { ...toggled(wanted, name, value) })}
              aria-current={(wanted[name] as readonly string[]).includes(value)}
            >
              <bdi>{visible(shorten(value))}</bdi>
            </a>{' '}
            <span class="faint">{count.toLocaleString('en')}</span>
          </li>
        ))}
      </ul>
      {few.length < all.length && text === '' && (
        <p class="faint">and {all.length - few.length} more: type to find them</p>
      )}
    </div>
  );
}
