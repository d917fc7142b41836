import type { TargetGroupInput } from '@target-eye/domain';
import { parseKey } from '../documents/key-text.js';
import { usageFailure } from '../failure.js';
import { printChanged } from './changed-group.js';
import { type ChangeOfGroup, inputOf, parseLabels, withConditions } from './shared-options.js';
import { GROUP_ARGUMENT } from './show.js';
import { Subcommand } from './subcommand.js';
import { waitOf, type WaitOptions, withWait } from './wait-options.js';

interface SetOptions extends ChangeOfGroup, WaitOptions {
  readonly label: readonly string[];
  /** False for `--no-labels`. */
  readonly labels: boolean;
  readonly ifAbsent?: true;
}

export function setCommand(): Subcommand {
  const command = new Subcommand(
    'set',
    'replace the targets or the labels of a group, or both',
    'What is not given is kept. Targets create the group if there is none. ' + GROUP_ARGUMENT,
  );
  return withWait(withConditions(command))
    .argument('<group>', '<application>/<environment>')
    .argument('[targets...]', 'host or host:port; without any, the targets are kept')
    .repeatable('--label <name=value>', 'a label; those that are not given go, but for job and env')
    .option('--no-labels', 'take away all labels but job and env')
    .option('--if-absent', 'only if there is no such group yet')
    .example('these targets and no other', 'set payments/prod 10.3.3.1:9100 10.3.3.2:9100')
    .example('and say when Prometheus scrapes them', 'set payments/prod 10.3.3.1:9100 --wait --timeout 2m')
    .example('labels only', 'set payments/prod --label team=core --label tier=1')
    .does<SetOptions>(async (session, [text, targets], options) => {
      const key = parseKey(String(text));
      const input = replacementOf(targets as readonly string[], options);
      const { dryRun, ifMatch, ifAbsent } = options;
      const timeout = waitOf(options);
      const { changeAndWait } = await import('./change-and-wait.js');
      const changed = await changeAndWait(session, { key, input, timeout }, (client, wait) =>
        client.replace(key, input, { dryRun, ifMatch, ifAbsent, ...wait }),
      );
      await printChanged(session, key, changed, { isUp: timeout !== undefined });
      return undefined;
    });
}

/** @throws Failure for what contradicts itself, and for nothing */
function replacementOf(targets: readonly string[], { label, labels }: SetOptions): TargetGroupInput {
  if (!labels && label.length > 0) throw usageFailure('--label and --no-labels contradict each other');
  const wanted = labels ? parseLabels(label) : {};
  if (targets.length === 0 && wanted === undefined)
    throw usageFailure('there is nothing to set; name targets, --label or --no-labels');
  return inputOf(targets, wanted);
}
