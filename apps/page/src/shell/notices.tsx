import { TargetEyeError } from '@target-eye/client';
import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { FailureNote } from '../elements/failure-note.js';
import { visible } from '../elements/visible.js';
import { isOutdated } from '../service/newer-version.js';
import { readiness } from '../service/polls.js';
import { silentSince } from '../service/session.js';
import { said } from './said.js';

/** What the reader has to know wherever they are. */
export function Notices(): JSX.Element {
  const { value } = readiness.known.value;
  return (
    <div aria-live="polite">
      <SaidNote />
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
      {silentSince.value !== undefined && (
        <p class="note bad">
          The service has not answered since {new Date(silentSince.value).toLocaleTimeString()}. The page goes on
          asking; what it shows is from before.
        </p>
      )}
      {value?.isReady === false && <p class="note bad">{visible(value.reason)}</p>}
    </div>
  );
}

function SaidNote(): JSX.Element | null {
  const [failure, setFailure] = useState<TargetEyeError | undefined>(undefined);
  const { value } = said;
  if (value === undefined) return null;
  const close = (): void => {
    said.value = undefined;
    setFailure(undefined);
  };
  const act = async (): Promise<void> => {
    try {
      await value.act();
      close();
    } catch (error) {
      if (!(error instanceof TargetEyeError)) throw error;
      setFailure(error);
    }
  };
  return (
    <div class="note good">
      {visible(value.text)}{' '}
      <button type="button" onClick={() => void act()}>
        {value.action}
      </button>{' '}
      <button type="button" onClick={close}>
        Close
      </button>
      {failure !== undefined && <FailureNote failure={failure} />}
    </div>
  );
}
