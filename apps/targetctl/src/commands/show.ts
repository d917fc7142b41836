import type { GroupDetails } from '@target-eye/client';
import { formatKey, parseKey } from '../documents/key-text.js';
import { refusedFailure } from '../failure.js';
import { labelTexts, timeText } from '../output/group-text.js';
import { safeText } from '../output/safe-text.js';
import { Subcommand } from './subcommand.js';

export function showCommand(): Subcommand {
  return new Subcommand('show', 'show one target group', GROUP_ARGUMENT)
    .argument('<group>', '<application>/<environment>')
    .example('its targets and labels, and its revision', 'show payments/prod')
    .example('one target a line', "show payments/prod -o json | jq -r '.targets[]'")
    .does(async (session, [text]) => {
      const key = parseKey(String(text));
      const client = await session.client();
      const group = await client.find(key);
      if (group === undefined) throw refusedFailure(`there is no group ${formatKey(key)}`);
      await session.print(group, () => describe(group));
      return undefined;
    });
}

/** How every command names a group. */
export const GROUP_ARGUMENT =
  'A group is named as in its URL, <application>/<environment>; a slash or a percent sign in a name is %2F or %25.';

function describe(group: GroupDetails): string {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['application', [group.application]],
    ['environment', [group.environment]],
    ['targets', group.targets],
    ['labels', labelTexts(group.labels)],
    ['changed', [timeText(group.changed_at)]],
    ['revision', [group.revision]],
    ['file', [group.file]],
  ];
  return rows
    .flatMap(([name, values]) => values.map((value, index) => (index === 0 ? [name, value] : ['', value])))
    .map(([name = '', value = '']) => `${name.padEnd(13)}${safeText(value)}\n`)
    .join('');
}
