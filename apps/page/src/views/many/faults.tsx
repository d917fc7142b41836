import type { JSX } from 'preact';
import { visible } from '../../elements/visible.js';
import type { FaultAt } from './check.js';

/** More would not be read. */
const MAX_FAULTS = 50;

/** What is wrong, and where. */
export function Faults({ faults }: { readonly faults: readonly FaultAt[] }): JSX.Element {
  const more = faults.length - MAX_FAULTS;
  return (
    <div aria-live="polite">
      {faults.length > 0 && (
        <ul class="note bad">
          {faults.slice(0, MAX_FAULTS).map(({ path, message }) => (
            <li key={path + message}>
              {path !== '' && <code>{visible(path)}: </code>}
              {visible(message)}
            </li>
          ))}
          {more > 0 && <li>and {more.toLocaleString('en')} more</li>}
        </ul>
      )}
    </div>
  );
}
