import type { TargetEyeError } from '@target-eye/client';
import type { JSX } from 'preact';
import { visible } from './visible.js';

/** Why something failed, in the words of the service: the sentence, and each fault with what it is about. */
export function FailureNote({ failure }: { readonly failure: TargetEyeError }): JSX.Element {
  const { message, faults } = failure;
  return (
    <div class="note bad" role="alert">
      <p>{visible(message)}</p>
      {faults.length > 1 && (
        <ul>
          {faults.map(({ path, message: each }) => (
            <li key={path + each}>
              {path !== '' && <code>{visible(path)}</code>} {visible(each)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
