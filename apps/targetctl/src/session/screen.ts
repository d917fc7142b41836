import { styleText } from 'node:util';
import { safeText } from '../output/safe-text.js';

export type Color = 'red' | 'green' | 'yellow' | 'bold';

/** Where the command writes, and what can be done there. */
export class Screen {
  /** How many characters of standard output are side by side; `undefined` where it is no terminal. */
  readonly width: number | undefined;
  /** Whether somebody can be asked, and sees the question. */
  readonly canAsk: boolean;
  readonly #hasColor: boolean;
  readonly #showsProgress: boolean;
  #hasProgress = false;

  constructor(allowsColor: boolean) {
    const { stdin, stdout, stderr } = process;
    this.width = stdout.isTTY ? stdout.columns : undefined;
    this.canAsk = stdin.isTTY && stderr.isTTY;
    this.#hasColor = stdout.isTTY && allowsColor;
    this.#showsProgress = stderr.isTTY;
  }

  /** Writes to standard output, as it is. */
  async write(text: string): Promise<void> {
    this.progress('');
    await new Promise<void>((resolve) => {
      // A reader such as head may have gone; main.ts ends the process then.
      process.stdout.write(text, () => {
        resolve();
      });
    });
  }

  /** Tells a person something on standard error, in one line. */
  tell(line: string): void {
    this.progress('');
    process.stderr.write(`${safeText(line)}\n`);
  }

  /** Shows on a terminal how far a long work is, in place of what was shown before; an empty text ends that. */
  progress(line: string): void {
    if (!this.#showsProgress || (line === '' && !this.#hasProgress)) return;
    process.stderr.write(`\r\x1b[K${safeText(line)}`);
    this.#hasProgress = line !== '';
  }

  color(color: Color, text: string): string {
    return this.#hasColor ? styleText(color, text, { validateStream: false }) : text;
  }
}
