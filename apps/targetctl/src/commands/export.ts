import type { ListedGroup } from '@target-eye/client';
import { formatDocument } from '../session/session.js';
import { formatKey } from '../documents/key-text.js';
import { readList } from './read-list.js';
import { type FilterOptions, filterOf, withFilter } from './shared-options.js';
import { Subcommand } from './subcommand.js';

export function exportCommand(): Subcommand {
  const command = new Subcommand(
    'export',
    'write groups as a file that apply takes',
    'In YAML, or with -o json in JSON. The groups are ordered by application and environment, their labels by name, so that two exports can be compared. Targets keep their order.',
  );
  return withFilter(command)
    .example('all groups, to be kept in Git', 'export > groups.yaml')
    .example('those of an application, as JSON', 'export --application payments -o json')
    .does<FilterOptions>(async (session, _args, options) => {
      const { groups, unreadable } = await readList(session, filterOf(options));
      const { output } = session.settings;
      const format = output === 'json' ? 'json' : 'yaml';
      await session.screen.write(await formatDocument({ groups: groups.map(exported) }, format));
      for (const group of unreadable)
        session.screen.tell(`targetctl: ${formatKey(group)} cannot be read, and is not exported`);
      return undefined;
    });
}

/** `job` and `env` come first, as they do everywhere. */
function exported({ application, environment, targets, labels }: ListedGroup): object {
  const { job, env, ...others } = labels;
  const sorted = Object.entries(others).sort(([one], [other]) => (one < other ? -1 : 1));
  return { application, environment, targets, labels: { job, env, ...Object.fromEntries(sorted) } };
}
