import { Argument, type Command } from 'commander';
import { Subcommand } from './subcommand.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function completionCommand(program: Command): Subcommand {
  const command = new Subcommand(
    'completion',
    'print the completions for a shell',
    'The Debian package installs them where the shells look.',
  );
  return command
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .example('bash, in ~/.bashrc', 'completion bash > ~/.local/share/bash-completion/completions/targetctl')
    .example('zsh, in a folder of fpath', 'completion zsh > ~/.zsh/completions/_targetctl')
    .example('fish', 'completion fish > ~/.config/fish/completions/targetctl.fish')
    .does(async (session, [shell]) => {
      const { completionFor } = await import('../manual/completion.js');
      await session.screen.write(completionFor(shell as (typeof SHELLS)[number], program));
      return undefined;
    });
}

/** Prints the manual page; packages are made with it, and nobody else needs it. */
export function manualCommand(program: Command): Subcommand {
  return new Subcommand('manual', 'print the manual page').does(async (session) => {
    const [{ manualPage }, { tableOf }] = await Promise.all([
      import('../manual/manual-page.js'),
      import('../manual/command-table.js'),
    ]);
    await session.screen.write(manualPage(tableOf(program)));
    return undefined;
  });
}
