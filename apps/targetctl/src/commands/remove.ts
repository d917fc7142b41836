import { parseKey } from '../documents/key-text.js';
import { usageFailure } from '../failure.js';
import { printChanged } from './changed-group.js';
import { type ChangeOfGroup, inputOf, parseLabels, withConditions } from './shared-options.js';
import { GROUP_ARGUMENT } from './show.js';
import { Subcommand } from './subcommand.js';

interface RemoveOptions extends ChangeOfGroup {
  readonly label: readonly string[];
  readonly group?: true;
}

export function removeCommand(): Subcommand {
  const command = new Subcommand(
    'remove',
    'remove targets and labels from a group, or the whole group',
    'What is not there counts as removed. The whole group goes with --group only, so that an empty variable in a script removes nothing. ' +
      GROUP_ARGUMENT,
  );
  return withConditions(command)
    .argument('<group>', '<application>/<environment>')
    .argument('[targets...]', 'host or host:port, as it stands in the group')
    .repeatable('--label <name=value>', 'a label with the value that it has')
    .option('--group', 'remove the whole group')
    .example('a host that is about to stop', 'remove payments/prod 10.3.3.1:9100')
    .example('the whole group', 'remove payments/prod --group')
    .does<RemoveOptions>(async (session, [text, given], { label, group, dryRun, ifMatch }) => {
      const key = parseKey(String(text));
      const targets = given as readonly string[];
      const labels = parseLabels(label);
      const isEmpty = targets.length === 0 && labels === undefined;
      if (group && !isEmpty) throw usageFailure('--group removes all targets and labels; name either it or these');
      if (!group && isEmpty)
        throw usageFailure('there is nothing to remove; name targets or --label, or --group for the whole group');
      const client = await session.client();
      const changed = group
        ? await client.removeGroup(key, { dryRun, ifMatch })
        : await client.remove(key, inputOf(targets, labels), { dryRun, ifMatch });
      await printChanged(session, key, changed, {
        hasGone: changed.group !== undefined && changed.revision === undefined,
      });
      return undefined;
    });
}
