import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import { TargetEyeError } from '@target-eye/client';
import { visible } from '../../elements/visible.js';
import { ask } from '../../service/session.js';
import type { GroupState } from './group-state.js';
import { progressOf } from './progress.js';
import { find, type Found } from './stored.js';

/** Proxies wait longer than a minute for an answer, if they are set up as docs/proxies.md says, but not much longer. */
const TIMEOUT = 60_000;

/** While it is waited, the service asks each Prometheus as often. */
const PAUSE = 2000;

/** A wait for the last change of a group; only one at a time is of interest. */
interface Waiting {
  readonly state: GroupState;
  readonly abort: AbortController;
  /** When the change was stored. */
  readonly since: string;
  readonly revision: string | undefined;
  /** How it ended. */
  readonly end?: TargetEyeError | 'up';
}

const waiting = signal<Waiting | undefined>(undefined);

/** Waits until a group that has just been stored is up; `waiting` says how far it is. */
export async function waitUntilUp(state: GroupState): Promise<void> {
  // One that was created elsewhere in the page has not been asked for yet.
  const found = state.found.known.peek().value ?? (await foundNow(state));
  const group = found?.group;
  if (group === undefined) return;
  leave();
  const abort = new AbortController();
  const mine = { state, abort, since: group.changed_at, revision: group.revision };
  waiting.value = mine;
  const timer = setInterval(() => void state.status.refresh(), PAUSE);
  const end = await ask((client) => client.waitUntilUp(state.key, { timeout: TIMEOUT, signal: abort.signal })).then(
    () => 'up' as const,
    (error: unknown) => (error instanceof TargetEyeError ? error : undefined),
  );
  clearInterval(timer);
  if (abort.signal.aborted) return;
  await state.status.refresh();
  waiting.value = { ...mine, ...(end && { end }) };
}

/** `undefined` where the service does not say; the page of the group tells why. */
async function foundNow({ key }: GroupState): Promise<Found | undefined> {
  try {
    return await ask((client) => find(client, key, undefined));
  } catch (error) {
    if (error instanceof TargetEyeError) return undefined;
    throw error;
  }
}

function leave(): void {
  waiting.value?.abort.abort();
  waiting.value = undefined;
}

/** How far a change has come, while somebody waits for it. */
export function Wait({ state }: { readonly state: GroupState }): JSX.Element | null {
  useEffect(() => leave, []);
  const { value } = waiting;
  if (value?.state !== state) return null;
  const { end, since } = value;
  const progress = progressOf(state.status.known.value.value, value);
  const { total, read, scraped, up, readAt, scrapedAt } = progress;
  const steps = [
    ['stored', 1, 1, Date.parse(since)],
    ['read', read, total, readAt],
    ['scraped', scraped, total, scrapedAt],
    ['up', up, total, 0],
  ] as const;
  return (
    <div class={`note ${end === undefined ? '' : end === 'up' ? 'good' : 'bad'}`}>
      <ol class="row steps" aria-live="polite">
        {steps.map(([what, done, all, at]) => (
          <li key={what}>
            {what} {all > 0 && done === all ? '✓' : `${String(done)} of ${String(all)}`}{' '}
            {at > 0 && done === all && new Date(at).toLocaleTimeString()}
          </li>
        ))}
      </ol>
      {end instanceof TargetEyeError && (
        <div role="alert">
          <p>{visible(end.message)}</p>
          <ul>
            {end.notUp.map(({ path, message }) => (
              <li key={path}>{visible(message)}</li>
            ))}
          </ul>
        </div>
      )}
      <p class="row">
        {end instanceof TargetEyeError && (
          <button type="button" onClick={() => void waitUntilUp(state)}>
            Wait again
          </button>
        )}
        <button type="button" onClick={leave}>
          {end === undefined ? 'Stop waiting' : 'Close'}
        </button>
      </p>
    </div>
  );
}
