import { TargetEyeError } from '@target-eye/client';
import { about, mayWrite, mayWriteSome } from '../../service/about.js';
import { later } from '../../service/later.js';
import { rightsText } from '../../service/rights.js';
import { ask } from '../../service/session.js';
import { type FaultAt, faultsIn, faultsInTargets, placed } from './check.js';
import type { Form, Groups, Names } from './pasted.js';
import type { Plan, Preview } from './preview.js';

/** What was pasted, and what is to be done with it. */
export interface Input {
  readonly text: string;
  /** What groups are called that do not say it. */
  readonly names: Names;
  /** Whether a list of hosts comes on top of the targets that are there. */
  readonly isAddition: boolean;
  /** Of the groups that are not named, the patterns of those that go; an empty pattern fits all. */
  readonly pruned: (Names & { readonly label: string }) | undefined;
}

/** What is known of what was pasted. */
export interface Look {
  /** What it was taken for; `undefined` for nothing. */
  readonly form?: Form;
  readonly groups?: Groups;
  readonly faults?: readonly FaultAt[];
  readonly preview?: Preview;
  /** Whether more will be known soon. */
  readonly isBusy?: boolean;
}

/** Looks at what was pasted closer and closer: what it is, what the rules say, what the service says. */
export async function* looksAt(input: Input, signal: AbortSignal): AsyncGenerator<Look> {
  const { text, names, pruned } = input;
  if (text.trim() === '') {
    yield {};
    return;
  }
  const { previewOf, readPasted } = await later(() => import('./yaml.js'));
  const read = readPasted(text, names);
  const { form } = read;
  if ('fault' in read) {
    yield { form, faults: [{ path: '', message: read.fault }] };
    return;
  }
  const { groups } = read;
  const isHosts = form === 'hosts';
  const isNamed = !groups.isUnnamed || (names.application !== '' && names.environment !== '');
  const at = (found: readonly FaultAt[]): Pick<Look, 'faults'> => ({
    faults: found.map((fault) => placed(fault, groups.placeOf)),
  });
  if (!isNamed) {
    yield { form, groups, ...(groups.hasForm && at(faultsInTargets(groups.groups))) };
    return;
  }
  yield { form, groups, isBusy: true };
  const filter = isHosts || pruned === undefined ? undefined : named(pruned);
  const known = about.peek();
  const rights = { mayWrite, text: (known && rightsText(known)) ?? '' };
  const faults = groups.hasForm ? faultsIn(groups.groups, rights) : [];
  if (faults.length > 0 || !mayWriteSome.peek()) {
    yield { form, groups, ...at(faults) };
    return;
  }
  const plan: Plan = {
    groups: groups.groups,
    isAddition: isHosts && input.isAddition,
    prune: !isHosts && pruned !== undefined,
    filter,
  };
  try {
    yield { form, groups, preview: await ask((client) => previewOf(client, plan, signal)) };
  } catch (error) {
    if (!signal.aborted) yield { form, groups, faults: faultsOf(error, groups) };
  }
}

/** What a failure says, in the words of the service and where it is in the text. */
export function faultsOf(error: unknown, { placeOf }: Pick<Groups, 'placeOf'>): readonly FaultAt[] {
  if (!(error instanceof TargetEyeError)) throw error;
  const { message, faults } = error;
  return faults.length === 0 ? [{ path: '', message }] : faults.map((fault) => placed(fault, placeOf));
}

/** The parts of a filter that are not empty; `undefined` where it fits all. */
function named(filter: NonNullable<Input['pruned']>): Plan['filter'] {
  const parts = Object.entries(filter).filter(([, pattern]) => pattern !== '');
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}
