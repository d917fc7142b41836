import { spawnSync } from 'node:child_process';

/** Runs promtool and gives everything it wrote; fails when promtool does. */
export function promtool(args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  const output = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(`promtool ${args.join(' ')}: ${output}`);
  return output;
}
