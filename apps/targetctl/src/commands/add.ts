import type { TargetGroupInput } from '@target-eye/domain';
import { parseKey } from '../documents/key-text.js';
import { usageFailure } from '../failure.js';
import { printChanged } from './changed-group.js';
import { type ChangeOfGroup, inputOf, parseLabels, withConditions } from './shared-options.js';
import { GROUP_ARGUMENT } from './show.js';
import { Subcommand } from './subcommand.js';
import { waitOf, type WaitOptions, withWait } from './wait-options.js';

interface AddOptions extends ChangeOfGroup, WaitOptions {
  readonly label: readonly string[];
  readonly ifAbsent?: true;
}

export function addCommand(): Subcommand {
  const command = new Subcommand(
    'add',
    'add targets and labels to a group',
    'What is there already counts as added. Targets create the group if there is none. ' + GROUP_ARGUMENT,
  );
  return withWait(withConditions(command))
    .argument('<group>', '<application>/<environment>')
    .argument('[targets...]', 'host or host:port')
    .repeatable('--label <name=value>', 'a label; one that is there takes this value')
    .option('--if-absent', 'only if there is no such group yet')
    .example('a host that was just started', 'add payments/prod 10.3.3.1:9100')
    .example('and wait until all targets of the group are up', 'add payments/prod 10.3.3.1:9100 --wait')
    .example('a label', 'add payments/prod --label team=core')
    .does<AddOptions>(async (session, [text, targets], options) => {
      const key = parseKey(String(text));
      const { label, dryRun, ifMatch, ifAbsent } = options;
      const input = additionOf(targets as readonly string[], label);
      const timeout = waitOf(options);
      const { changeAndWait } = await import('./change-and-wait.js');
      const changed = await changeAndWait(session, { key, input, timeout }, (client, wait) =>
        client.add(key, input, { dryRun, ifMatch, ifAbsent, ...wait }),
      );
      await printChanged(session, key, changed, { isUp: timeout !== undefined });
      return undefined;
    });
}

/** @throws Failure for nothing */
function additionOf(targets: readonly string[], label: readonly string[]): TargetGroupInput {
  const labels = parseLabels(label);
  if (targets.length === 0 && labels === undefined)
    throw usageFailure('there is nothing to add; name targets or --label');
  return inputOf(targets, labels);
}
