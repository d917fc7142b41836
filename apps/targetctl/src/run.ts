import { CommanderError } from 'commander';
import { EXIT, Failure } from './failure.js';
import { safeText } from './output/safe-text.js';
import { createProgram } from './program.js';

/** Does what the command line asks for; a failure is told on standard error. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // It has told its reason already.
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
      return;
    }
    if (!(error instanceof Failure)) throw error;
    const { lines, exitStatus } = error;
    for (const line of lines) process.stderr.write(`targetctl: ${safeText(line)}\n`);
    process.exitCode = exitStatus;
  }
}
