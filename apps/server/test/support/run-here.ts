import { run } from '../../src/cli/cli.js';
import type { Ended } from './running-server.js';

/**
 * Does what the command line asks for as `runServer` does, but in this process, which takes a hundredth of the time. For
 * what does not begin to serve.
 */
export async function runHere(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ended> {
  const before = process.env;
  const [stdout, stderr] = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockReturnValue(true),
  );
  try {
    process.env = { ...environment };
    await run(args);
    return { status: Number(process.exitCode ?? 0), stdout: writtenTo(stdout), stderr: writtenTo(stderr) };
  } finally {
    process.env = before;
    process.exitCode = undefined;
    stdout?.mockRestore();
    stderr?.mockRestore();
  }
}

function writtenTo(write: jest.SpyInstance | undefined): string {
  return (write?.mock.calls as readonly (readonly unknown[])[]).map(([text]) => String(text)).join('');
}
