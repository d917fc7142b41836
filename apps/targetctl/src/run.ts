import { CommanderError } from 'commander';
import { EXIT } from './failure.js';
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
    // Loaded when it is needed, because it brings the client.
    const { failureOf } = await import('./connection/failure-of-request.js');
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    const { lines, exitStatus } = failure;
    for (const line of lines) process.stderr.write(`targetctl: ${safeText(line)}\n`);
    process.exitCode = exitStatus;
  }
}
