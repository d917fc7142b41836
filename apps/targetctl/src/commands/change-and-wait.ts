import type { Changed, Client, CreateOptions } from '@target-eye/client';
import type { GroupKey, TargetGroupInput } from '@target-eye/domain';
import { formatKey } from '../documents/key-text.js';
import type { Session } from '../session/session.js';
import { cannotWait } from './cannot-wait.js';

/** A change of a group that may be waited for. */
export interface WaitedChange {
  readonly key: GroupKey;
  readonly input: TargetGroupInput;
  /** Milliseconds to wait; `undefined` for no wait. */
  readonly timeout: number | undefined;
}

/**
 * Changes a group, and waits until it is up if that is wanted.
 * @throws Failure where the service cannot wait
 */
export async function changeAndWait(
  session: Session,
  { key, input, timeout }: WaitedChange,
  change: (client: Client, options: Pick<CreateOptions, 'waitUntilUp' | 'signal'>) => Promise<Changed>,
): Promise<Changed> {
  const client = await session.client();
  if (timeout === undefined) return change(client, {});
  const { waiting } = await import('../session/waiting.js');
  const name = formatKey(key);
  try {
    return await waiting(session.screen, {
      what: () => `until ${name} is up`,
      timeout,
      work: (signal) => change(client, { waitUntilUp: { timeout }, signal }),
      left: () => leftOf(client, key, input),
    });
  } catch (error) {
    throw cannotWait(error, session) ?? error;
  }
}

/** Milliseconds to find out whether a change is stored. */
const PATIENCE = 5000;

async function leftOf(client: Client, key: GroupKey, input: TargetGroupInput): Promise<string> {
  const name = formatKey(key);
  try {
    const { group } = await client.show(key, { signal: AbortSignal.timeout(PATIENCE) });
    if (group !== undefined && holds(group, input))
      return `the change is stored; nobody waits for ${name} any more, and "targetctl wait ${name}" does so again`;
  } catch {
    // It is not known then either.
  }
  return `whether the change is stored is not known; "targetctl show ${name}" shows it`;
}

function holds(group: Required<TargetGroupInput>, { targets = [], labels = {} }: TargetGroupInput): boolean {
  return (
    targets.every((target) => group.targets.includes(target)) &&
    Object.entries(labels).every(([name, value]) => group.labels[name] === value)
  );
}
