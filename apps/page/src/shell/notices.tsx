import type { JSX } from 'preact';
import { isOutdated } from '../service/newer-version.js';
import { readiness } from '../service/polls.js';

/** What the reader has to know wherever they are. */
export function Notices(): JSX.Element {
  const { value, failure } = readiness.known.value;
  return (
    <div aria-live="polite">
      {isOutdated.value && (
        <p class="note">
          There is a newer version of this page.{' '}
          <button
            type="button"
            onClick={() => {
              globalThis.location.reload();
            }}
          >
            Reload
          </button>
        </p>
      )}
      {failure !== undefined && failure.status === undefined && (
        <p class="note bad">The service does not answer: {failure.message}. What is shown may be out of date.</p>
      )}
      {value?.isReady === false && <p class="note bad">Changes cannot be stored now: {value.reason}</p>}
    </div>
  );
}
