import type { Ended } from '../../../server/test/support/running-server.js';
import { run } from '../../src/run.js';

/**
 * As `runTargetctl`, in this process and without its start; nothing is read from standard input.
 * @param now the time that it is meanwhile, in milliseconds since the epoch
 */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  now?: number,
): Promise<Ended> {
  const before = process.env;
  const clock = jest.spyOn(Date, 'now');
  if (now !== undefined) clock.mockReturnValue(now);
  const streams = [process.stdout, process.stderr].map((stream) => captured(stream));
  try {
    process.env = { ...env };
    await run(args);
    const [stdout = '', stderr = ''] = streams.map(({ text }) => text());
    return { status: Number(process.exitCode ?? 0), stdout, stderr };
  } finally {
    process.env = before;
    process.exitCode = undefined;
    clock.mockRestore();
    for (const { restore } of streams) restore();
  }
}

function captured(stream: NodeJS.WriteStream): { readonly text: () => string; readonly restore: () => void } {
  const chunks: string[] = [];
  const spy = jest.spyOn(stream, 'write').mockImplementation((chunk, ...others) => {
    chunks.push(String(chunk));
    const done = others.at(-1) as (() => void) | undefined;
    done?.();
    return true;
  });
  return {
    text: () => chunks.join(''),
    restore: () => {
      spy.mockRestore();
    },
  };
}
