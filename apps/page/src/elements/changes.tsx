import type { Difference } from '@target-eye/domain';
import type { JSX } from 'preact';
import { OutsideText } from './outside-text.js';

/** More lines would not be read. */
const MAX_LINES = 500;

/** What goes from a group and what comes, a line each. */
export function Changes({ of: { added, removed } }: { readonly of: Difference }): JSX.Element {
  const lines = [...linesOf(removed, false), ...linesOf(added, true)];
  return (
    <ul class="changes mono">
      {lines.slice(0, MAX_LINES).map(({ text, isAdded }) => {
        const Tag = isAdded ? 'ins' : 'del';
        return (
          <li key={String(isAdded) + text}>
            <Tag>
              {isAdded ? '+' : '−'} <OutsideText text={text} />
            </Tag>
          </li>
        );
      })}
      {lines.length > MAX_LINES && <li>and {(lines.length - MAX_LINES).toLocaleString('en')} more</li>}
    </ul>
  );
}

function linesOf({ targets, labels }: Difference['added'], isAdded: boolean): readonly { text: string; isAdded: boolean }[] {
  const texts = [...targets, ...Object.entries(labels).map(([name, value]) => `${name}=${value}`)];
  return texts.map((text) => ({ text, isAdded }));
}
