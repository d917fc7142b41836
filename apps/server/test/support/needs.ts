import { spawnSync } from 'node:child_process';

/**
 * `describe` where all these commands can be run; elsewhere a loud `describe.skip`, but never in CI, where a missing
 * command is a failure.
 */
export function describeWith(commands: readonly string[]): jest.Describe {
  const missing = commands.filter((command) => spawnSync(command, ['--version']).error !== undefined);
  if (missing.length === 0) return describe;
  const message = `${missing.join(', ')} cannot be run here`;
  if (process.env['CI'] !== undefined) throw new Error(message);
  process.stderr.write(`\n*** SKIPPED: ${message}; install it to run these tests ***\n\n`);
  return describe.skip;
}
