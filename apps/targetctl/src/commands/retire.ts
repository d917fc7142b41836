import { formatKey } from '../documents/key-text.js';
import { safeText } from '../output/safe-text.js';
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
    'A host without a port means all its ports. A group whose last target goes is removed. It may be repeated.',
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
      if (session.settings.output === 'table')
        for (const { outcome, ...key } of result.groups)
          await session.screen.write(`${outcome === 'removed' ? '-' : '~'} ${safeText(formatKey(key))}\n`);
      await printBulk(session, result, dryRun);
      return undefined;
    });
}
