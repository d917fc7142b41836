import type { BulkResult } from '@target-eye/client';
import { formatKey } from '../documents/key-text.js';
import { quoteName, safeText } from '../output/safe-text.js';
import { printBulk } from './bulk-result.js';
import { parseForce } from './file-options.js';
import { Subcommand } from './subcommand.js';

interface RetireOptions {
  readonly dryRun?: true;
  readonly force?: string;
}

export function retireCommand(): Subcommand {
  return new Subcommand(
    'retire',
    'take a target out of every group',
    'A host without a port means all its ports. A group whose last target goes is removed. It may be repeated: a target that no group has is no failure, and is told.',
  )
    .argument('<target>', 'host or host:port')
    .option('--dry-run', 'show which groups would change, but change nothing')
    .option('--force <number>', 'let so many targets go, if that is how many there are')
    .example('a host that is switched off for good', 'retire 10.3.3.1')
    .example('which groups would change?', 'retire 10.3.3.1:9100 --dry-run')
    .does<RetireOptions>(async (session, [target], { dryRun, force }) => {
      const number = parseForce(force);
      const client = await session.client();
      const { throughFuse } = await import('../session/fuse.js');
      const result = await throughFuse(session, number, (forced) =>
        client.retire(String(target), { dryRun, force: forced }),
      );
      if (session.settings.output === 'table') await session.screen.write(retiredText(String(target), result));
      await printBulk(session, result, dryRun);
      return undefined;
    });
}

function retiredText(target: string, { groups }: BulkResult): string {
  if (groups.length === 0) return `no group has the target ${quoteName(target)}\n`;
  return groups
    .map(({ outcome, ...key }) => `${outcome === 'removed' ? '-' : '~'} ${safeText(formatKey(key))}\n`)
    .join('');
}
