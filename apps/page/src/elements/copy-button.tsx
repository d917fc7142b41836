import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

/** Copies a text; it says whether that worked. `what` completes "Copy …" for those who do not see the text. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): JSX.Element {
  const [said, say] = useState('Copy');
  return (
    <button
      type="button"
      class="quiet"
      aria-label={said === 'Copy' ? `Copy ${what}` : undefined}
      aria-live="polite"
      onClick={() => {
        say(copied(text) ? 'Copied' : 'Not copied: select the text');
        setTimeout(() => {
          say('Copy');
        }, 2000);
      }}
    >
      {said}
    </button>
  );
}

/** `navigator.clipboard` is missing in pages without TLS, so the text is selected and copied as by hand. */
function copied(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'offscreen';
  const focused = document.activeElement;
  // Outside of an open dialog nothing can be selected.
  (focused?.closest('dialog') ?? document.body).append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- There is no other way without TLS.
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
