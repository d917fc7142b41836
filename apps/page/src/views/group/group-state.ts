import { batch, type Signal, signal } from '@preact/signals';
import { type GroupKey, type GroupStatus, TargetEyeError, type TargetGroup } from '@target-eye/client';
import { type Difference, difference } from '@target-eye/domain';
import { askBeforeLeaving } from '../../place/leaving.js';
import { poll, type Poll } from '../../service/poll.js';
import { ask } from '../../service/session.js';
import { changedParts, type Draft, draftOf, faultPlaces, faultsIn, isNothing } from './draft.js';
import { change, find, type Found } from './stored.js';

/** What the page knows of a group, and what somebody is about to make of it. */
export interface GroupState {
  readonly key: GroupKey;
  readonly found: Poll<Found>;
  readonly status: Poll<GroupStatus | undefined>;
  readonly draft: Signal<Draft | undefined>;
  /** Targets that are typed and not added yet. */
  readonly typed: Signal<string>;
  /** What the last change that was stored differed in. */
  readonly done: Signal<Difference | undefined>;
  /** How the last change went, a sentence or nothing. */
  readonly said: Signal<string>;
  /** Why the last change failed. */
  readonly failure: Signal<TargetEyeError | undefined>;
}

const states = new Map<string, GroupState>();

askBeforeLeaving(() =>
  [...states.values()].some(({ draft, typed }) => draft.peek() !== undefined || typed.peek() !== ''),
);

/** The state of a group: it is kept while one looks at others. */
export function stateOf(key: GroupKey): GroupState {
  const name = JSON.stringify(key);
  const state = states.get(name) ?? newState(key);
  states.set(name, state);
  return state;
}

function newState(key: GroupKey): GroupState {
  const found: Poll<Found> = poll(3, (client) => find(client, key, found.known.peek().value));
  return {
    key,
    found,
    status: poll(5, (client) => client.status(key)),
    draft: signal(undefined),
    typed: signal(''),
    done: signal(undefined),
    said: signal(''),
    failure: signal(undefined),
  };
}

/** The group as it is in the draft, or as it is stored where there is none. */
export function nowIn({ draft, found }: GroupState): TargetGroup | undefined {
  return draft.value === undefined ? found.known.value.value?.group : draft.value.mine;
}

const NOTHING: TargetGroup = { targets: [], labels: {} };

/** Makes something else of the draft. */
export function edit(state: GroupState, make: (group: TargetGroup) => TargetGroup): void {
  const { draft, found, said } = state;
  const { value } = draft;
  const base = value === undefined ? found.known.value.value?.group : value.base;
  const { targets, labels } = nowIn(state) ?? NOTHING;
  said.value = '';
  draft.value = draftOf(base, make({ targets, labels }), value?.faults);
}

/** Forgets the draft. */
export function discard({ draft, failure }: GroupState): void {
  draft.value = undefined;
  failure.value = undefined;
}

/** Asks the service whether it would take the draft. If not, `failure` and the faults of the draft say why. */
export async function review(state: GroupState): Promise<boolean> {
  return (await send(state, true)) !== undefined;
}

/** Stores the draft, as `review`. */
export async function save(state: GroupState): Promise<boolean> {
  const sent = await send(state, false);
  if (sent === undefined) return false;
  await state.found.refresh();
  const changedAt = state.found.known.value.value?.group?.changed_at ?? Date.now();
  batch(() => {
    discard(state);
    state.done.value = difference(sent.base, sent.mine);
    state.said.value = `Stored at ${new Date(changedAt).toLocaleTimeString()}.`;
  });
  return true;
}

async function send(state: GroupState, dryRun: boolean): Promise<Draft | undefined> {
  const { key, draft, failure, found } = state;
  const sent = draft.value;
  if (sent === undefined) return undefined;
  const { base, mine } = sent;
  const parts = changedParts(sent);
  failure.value = undefined;
  try {
    const faults = faultsIn(key, parts);
    const [fault] = faults;
    if (fault !== undefined) throw new TargetEyeError({ ...fault, faults });
    await ask((client) => change(client, { key, revision: base?.revision, parts, whole: mine }, dryRun));
    return sent;
  } catch (error) {
    if (!(error instanceof TargetEyeError)) throw error;
    if (error.code === 'precondition_failed') await found.refresh();
    // The change may have been made although there was no answer, and somebody else may have made the same.
    const there = found.known.value.value?.group;
    if (!dryRun && there !== undefined && isNothing(difference(there, mine))) return sent;
    batch(() => {
      failure.value = error;
      draft.value = { ...sent, faults: faultPlaces(error.faults, mine) };
    });
    return undefined;
  }
}
