import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { visible } from './visible.js';

/** More characters are shown only when the reader asks for them. */
const MAX_SHOWN = 300;

/**
 * Text from outside, such as a name or the value of a label: it cannot change the direction of what stands around it,
 * characters that one does not see are shown as their number, and a very long one is shown in part.
 */
export function OutsideText({ text }: { readonly text: string }): JSX.Element {
  return text.length <= MAX_SHOWN ? <bdi>{visible(text)}</bdi> : <LongText key={text} text={text} />;
}

function LongText({ text }: { readonly text: string }): JSX.Element {
  const [isWhole, show] = useState(false);
  const characters = Array.from(text);
  if (isWhole || characters.length <= MAX_SHOWN) return <bdi>{visible(text)}</bdi>;
  return (
    <>
      <bdi>{visible(characters.slice(0, MAX_SHOWN).join(''))}…</bdi>{' '}
      <button
        type="button"
        class="link"
        onClick={(event) => {
          event.stopPropagation();
          show(true);
        }}
      >
        show all {characters.length.toLocaleString('en')} characters
      </button>
    </>
  );
}
