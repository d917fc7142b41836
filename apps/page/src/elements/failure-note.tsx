import type { TargetEyeError } from '@target-eye/client';
import type { JSX } from 'preact';
import { failureText, isSilence } from '../service/failure-text.js';
import { visible } from './visible.js';

/**
 * Why something failed, in the words of the service: the sentence, and each fault with what it is about. That the
 * service is silent stands on top of the page.
 */
export function FailureNote({ failure }: { readonly failure: TargetEyeError }): JSX.Element | null {
  const { faults } = failure;
  if (isSilence(failure)) return null;
  return (
    <div class="note bad" role="alert">
      <p>{visible(failureText(failure))}</p>
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
