import type { JSX } from 'preact';
import { CopyButton } from './copy-button.js';

/** Lines to be copied, such as a curl line; `what` as for `CopyButton`. */
export function CodeBlock({ text, what }: { readonly text: string; readonly what: string }): JSX.Element {
  return (
    <div class="code">
      {/* It scrolls sideways, so the keyboard has to reach it. */}
      <pre tabIndex={0} aria-label={what}>
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
