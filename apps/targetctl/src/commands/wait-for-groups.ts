import { type BulkResult, type Client, TargetEyeError } from '@target-eye/client';
import type { GroupKey } from '@target-eye/domain';
import { failureOf } from '../connection/failure-of-request.js';
import { formatKey } from '../documents/key-text.js';
import { EXIT, type ExitStatus } from '../failure.js';
import { count } from '../output/group-text.js';
import { safeText } from '../output/safe-text.js';
import { wordOf } from '../output/status-text.js';
import { inParallel } from '../session/in-parallel.js';
import type { Session } from '../session/session.js';
import { printBulk } from './bulk-result.js';
import { cannotWait } from './cannot-wait.js';

/** So many groups are waited for at once; the service has room for a thousand waits of everybody, each of seconds. */
const AT_ONCE = 100;

/** What a wait for a group came to. */
interface Waited {
  readonly up: boolean;
  /** Why it is not up: a sentence for each target, or one for the group. */
  readonly reasons: readonly string[];
  /** What the command ends with on account of it. */
  readonly exitStatus: ExitStatus;
}

interface WaitedGroup extends GroupKey, Waited {
  readonly isUnchanged: boolean;
}

/**
 * Changes many groups, waits for all of them but those that were removed, and prints what became of them. What had been so
 * before is waited for too: tried again, a change whose targets are down must not be done.
 * @throws Failure where the service cannot wait; then nothing is changed
 */
export async function changeManyAndWait(
  session: Session,
  timeout: number,
  change: () => Promise<BulkResult>,
): Promise<ExitStatus> {
  await checkWaiting(session);
  const result = await change();
  const isTable = session.settings.output === 'table';
  if (isTable) await printBulk(session, result);
  const waited = await waitForGroups(session, result, timeout);
  if (isTable) await session.screen.write(waitedText(waited));
  else await session.print({ ...result, waited: waited.map(shown) }, () => '');
  return waited.reduce<ExitStatus>((worst, { exitStatus }) => (exitStatus > worst ? exitStatus : worst), EXIT.done);
}

function shown({ application, environment, up, reasons }: WaitedGroup): object {
  return { application, environment, up, reasons };
}

/** Many groups are changed without a wait, so what would refuse it has to be found before. */
async function checkWaiting(session: Session): Promise<void> {
  const client = await session.client();
  try {
    await client.statusOfAll({ limit: 1 });
  } catch (error) {
    throw cannotWait(error, session) ?? error;
  }
}

/** Waits for every group that is stored, for all of them until the same moment. */
async function waitForGroups(
  session: Session,
  { groups }: BulkResult,
  timeout: number,
): Promise<readonly WaitedGroup[]> {
  const changed = groups.filter(({ outcome }) => outcome === 'created' || outcome === 'changed');
  // Last, because they may be many, and of those that are down each waits to the end.
  const stored = [...changed, ...groups.filter(({ outcome }) => outcome === 'unchanged')];
  const client = await session.client();
  const { waiting } = await import('../session/waiting.js');
  const end = performance.now() + timeout;
  let up = 0;
  const progress = (): string => `${String(up)} of ${String(stored.length)}`;
  return waiting(session.screen, {
    what: () => `until the groups are up, ${progress()} are`,
    timeout,
    work: (signal) =>
      inParallel(stored, AT_ONCE, async ({ application, environment, outcome }) => {
        const key = { application, environment };
        const left = end - performance.now();
        const isUnchanged = outcome === 'unchanged';
        const waited = await waitForOne(client, { key, left, isUnchanged, signal }, session.settings.url);
        if (waited.up) up += 1;
        return { ...key, ...waited, isUnchanged };
      }),
    left: () =>
      Promise.resolve(`the changes are stored; up so far: ${progress()}; "targetctl status" tells of the others`),
  });
}

interface OneWait {
  readonly key: GroupKey;
  /** Milliseconds that are left of the wait; none or less where it is over. */
  readonly left: number;
  readonly isUnchanged: boolean;
  readonly signal: AbortSignal;
}

async function waitForOne(client: Client, { key, left, isUnchanged, signal }: OneWait, url: string): Promise<Waited> {
  try {
    if (isUnchanged || left <= 0) {
      // A wait asks Prometheus anew, which takes too long for each of many that are up as a rule.
      const known = await asItIs(client, key, signal);
      if (known.up || left <= 0) return known;
    }
    await client.waitUntilUp(key, { timeout: left, signal });
    return { up: true, reasons: [], exitStatus: EXIT.done };
  } catch (error) {
    const failure = failureOf(error, url);
    if (failure === undefined) throw error;
    const reasons =
      error instanceof TargetEyeError && error.notUp.length > 0
        ? error.notUp.map(({ message }) => message)
        : failure.lines;
    return { up: false, reasons, exitStatus: failure.exitStatus };
  }
}

/** Of a group without a wait. */
async function asItIs(client: Client, key: GroupKey, signal: AbortSignal): Promise<Waited> {
  const status = await client.status(key, { signal });
  if (status === undefined) return { up: false, reasons: ['it was removed meanwhile'], exitStatus: EXIT.refused };
  const reasons = status.targets.flatMap(({ target, status: word, prometheus }) => {
    const { error, advice } = prometheus.find((on) => on.status === word) ?? {};
    return word === 'up' ? [] : [[`${target} is ${wordOf(word)}`, error, advice].filter(Boolean).join(': ')];
  });
  return { up: status.up, reasons, exitStatus: status.up ? EXIT.done : EXIT.refused };
}

/** What became of each group, its reasons below it; of those that were so before and are up, how many there are. */
function waitedText(groups: readonly WaitedGroup[]): string {
  const named = groups.filter(({ up, isUnchanged }) => !(up && isUnchanged));
  const others = groups.length - named.length;
  const lines = named.flatMap(({ up, reasons, ...key }) => [
    `${formatKey(key)}: ${up ? 'up' : 'not up'}`,
    ...reasons.map((reason) => `  ${reason}`),
  ]);
  if (others > 0) lines.push(`${count(others, 'unchanged group')}: up`);
  return lines.map((line) => `${safeText(line)}\n`).join('');
}
