import type { Signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { type BulkResult, TargetEyeError } from '@target-eye/client';
import type { JSX } from 'preact';
import { counted } from '../../elements/counted.js';
import { visible } from '../../elements/visible.js';
import { ask } from '../../service/session.js';
import type { FaultAt } from './check.js';
import { CurlForMany } from './curl-for-many.js';
import { Faults } from './faults.js';
import { faultsOf, type Look } from './look.js';
import { OutcomeRows } from './outcome-rows.js';
import type { Preview } from './preview.js';

/** What would become of each group, and the button that carries it out. */
export function Proposal(props: {
  readonly look: Look;
  /** What is typed to let many targets go. It stays when something else would come of what was pasted. */
  readonly typed: Signal<string>;
  /** Groups changed meanwhile, so something else would come of it. */
  readonly onPreview: (preview: Preview) => void;
  /** It is done; `why` is empty, or says why only in part. */
  readonly onDone: (result: BulkResult, why: string) => void;
}): JSX.Element | null {
  const { look, typed, onPreview, onDone } = props;
  const { preview, groups, isBusy = false } = look;
  const [isSent, setSent] = useState(false);
  const [faults, setFaults] = useState<readonly FaultAt[]>([]);
  if (preview === undefined || groups === undefined) return null;
  const { result, fuse } = preview;
  const force = fuse?.force;
  const changes = (['created', 'changed', 'removed'] as const).filter((each) => result[each] > 0);
  const label = changes.map((each) => `${VERBS[each]} ${String(result[each])}`).join(', ');
  const isHeld = force !== undefined && typed.value.trim() !== String(force);

  const save = async (): Promise<void> => {
    setSent(true);
    try {
      const done = await ask(preview.carryOut);
      if ('result' in done) onPreview(done);
      else onDone(done, '');
    } catch (error) {
      if (error instanceof TargetEyeError && error.result !== undefined) onDone(error.result, error.message);
      else setFaults(faultsOf(error, groups));
      setSent(false);
    }
  };
  return (
    <section aria-label="What would change">
      <h2>What would change</h2>
      {preview.isNew && <p class="note">Groups were changed meanwhile. This is what would change now.</p>}
      {fuse !== undefined && (
        <p class="note bad">
          {visible(fuse.message.replace(/^nothing was changed: |; force=.*$/g, ''))}.{' '}
          <label>
            Type {force} to let {counted(force ?? 0, 'target')} go{' '}
            <input
              inputMode="numeric"
              size={8}
              value={typed.value}
              onInput={({ currentTarget }) => {
                typed.value = currentTarget.value;
              }}
            />
          </label>
        </p>
      )}
      <Faults faults={faults} />
      <button type="button" disabled={label === '' || isHeld || isSent || isBusy} onClick={() => void save()}>
        {label === '' ? 'Nothing to change' : label}
      </button>
      <CurlForMany look={look} />
      <OutcomeRows result={result} preview={preview} />
    </section>
  );
}

const VERBS = { created: 'Create', changed: 'Change', removed: 'Remove' };
