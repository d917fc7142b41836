import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { safeText } from '../output/safe-text.js';

const NOWHERE = new Writable({
  write: (_chunk, _encoding, done) => {
    done();
  },
});

/** Asks for a line on the terminal; an end of the input is an empty answer. */
export function ask(question: string): Promise<string> {
  return readLine(question, process.stderr);
}

/** As `ask`, without showing what is typed. */
export async function askSecretly(question: string): Promise<string> {
  const answer = await readLine(question, NOWHERE);
  process.stderr.write('\n');
  return answer;
}

function readLine(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: output === NOWHERE });
  // Only now, because a secret that is typed at once must not be shown either.
  process.stderr.write(safeText(question));
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => {
      resolve('');
    });
    lines.once('SIGINT', () => {
      lines.close();
      process.stderr.write('\n');
      process.kill(process.pid, 'SIGINT');
    });
  });
}
