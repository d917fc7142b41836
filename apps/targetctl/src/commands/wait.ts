import type { GroupKey } from '@target-eye/domain';
import { formatKey, parseKey } from '../documents/key-text.js';
import { count } from '../output/group-text.js';
import { safeText } from '../output/safe-text.js';
import type { Session } from '../session/session.js';
import { GROUP_ARGUMENT } from './show.js';
import { Subcommand } from './subcommand.js';
import { parseTimeout, withTimeout } from './wait-options.js';

export function waitCommand(): Subcommand {
  const command = new Subcommand(
    'wait',
    'wait until all targets of a group are up',
    'Every target has to be scraped after the last change of the group, and to be up on every Prometheus that answers. The status is 0 then, and 1 if they are not up in time, or if it is certain that they will not be; it says why for each target.',
    GROUP_ARGUMENT,
  );
  return withTimeout(command.argument('<group>', '<application>/<environment>'))
    .example('at the end of a deployment', 'wait payments/prod --timeout 2m')
    .does<{ readonly timeout?: string }>(async (session, [text], options) => {
      const key = parseKey(String(text));
      const timeout = parseTimeout(options.timeout);
      const { askingStatus } = await import('./asking.js');
      await askingStatus(session, () => waitFor(session, key, timeout));
      return undefined;
    });
}

async function waitFor(session: Session, key: GroupKey, timeout: number): Promise<void> {
  const client = await session.client();
  const { waiting } = await import('../session/waiting.js');
  const name = safeText(formatKey(key));
  const status = await waiting(session.screen, {
    what: () => `until ${name} is up`,
    timeout,
    work: (signal) => client.waitUntilUp(key, { timeout, signal }),
    left: () => Promise.resolve(`nobody waits for ${name} any more`),
  });
  await session.print(status, () => `${name}: ${count(status.targets.length, 'target')}, all up\n`);
}
