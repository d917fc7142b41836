import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What the targetctl in a folder says about itself: its manual page, and completions for each shell. */
export function commandDocuments(folder) {
  const print = (...args) =>
    // Without variables: the settings of whoever packages have nothing to do with it.
    execFileSync(process.execPath, [join(folder, 'targetctl.mjs'), ...args], { encoding: 'utf8', env: {} });
  const [bash, zsh, fish] = ['bash', 'zsh', 'fish'].map((shell) => print('completion', shell));
  return { manual: print('manual'), bash, zsh, fish };
}
