import type { Difference } from '@target-eye/domain';
import type { JSX } from 'preact';
import { OutsideText } from './outside-text.js';

/** More lines would not be read. */
const MAX_LINES = 500;

/** What goes from a group and what comes, a line each; `most` is how many lines at most. */
export function Changes(props: { readonly of: Difference; readonly most?: number }): JSX.Element {
  const { added, removed } = props.of;
  const { most = MAX_LINES } = props;
  const lines = [...linesOf(removed, false), ...linesOf(added, true)];
  return (
    <ul class="changes mono">
      {lines.slice(0, most).map(({ text, isAdded }) => {
        const Tag = isAdded ? 'ins' : 'del';
        return (
          <li key={String(isAdded) + text}>
            <Tag>
              {isAdded ? '+' : '−'} <OutsideText text={text} />
            </Tag>
          </li>
        );
      })}
      {lines.length > most && <li>and {(lines.length - most).toLocaleString('en')} more</li>}
    </ul>
  );
}

function linesOf(
  { targets, labels }: Difference['added'],
  isAdded: boolean,
): readonly { text: string; isAdded: boolean }[] {
  const texts = [...targets, ...Object.entries(labels).map(([name, value]) => `${name}=${value}`)];
  return texts.map((text) => ({ text, isAdded }));
}
