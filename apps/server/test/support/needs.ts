import { spawnSync } from 'node:child_process';

/**
 * `describe` where all these commands can be run; elsewhere a loud `describe.skip`, but never in CI, where a missing
 * command is a failure.
 */
export function describeWith(commands: readonly string[]): jest.Describe {
  const missing = commands.filter((command) => spawnSync(command, ['--version']).error !== undefined);
  return missing.length === 0 ? describe : skipped(`${missing.join(', ')} cannot be run here`);
}

/** As `describeWith`, and only for root. */
export function describeAsRootWith(commands: readonly string[]): jest.Describe {
  return process.getuid?.() === 0 ? describeWith(commands) : skipped('these tests can only be run by root');
}

function skipped(reason: string): jest.Describe {
  if (process.env['CI'] !== undefined) throw new Error(reason);
  process.stderr.write(`\n*** SKIPPED: ${reason} ***\n\n`);
  return describe.skip;
}
