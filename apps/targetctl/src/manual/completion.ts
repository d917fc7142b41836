import type { Command } from 'commander';
import { bashCompletion } from './bash-completion.js';
import { tableOf } from './command-table.js';
import { fishCompletion } from './fish-completion.js';
import { zshCompletion } from './zsh-completion.js';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** The script that tells a shell what can be typed behind `targetctl`. */
export function completionFor(shell: keyof typeof SCRIPTS, program: Command): string {
  return SCRIPTS[shell](tableOf(program));
}
