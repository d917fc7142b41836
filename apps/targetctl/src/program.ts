import { Command, Option } from 'commander';
import { addCommand } from './commands/add.js';
import { applyCommand } from './commands/apply.js';
import { completionCommand, manualCommand } from './commands/completion.js';
import { diffCommand } from './commands/diff.js';
import { editCommand } from './commands/edit.js';
import { exportCommand } from './commands/export.js';
import { listCommand } from './commands/list.js';
import { removeCommand } from './commands/remove.js';
import { retireCommand } from './commands/retire.js';
import { setCommand } from './commands/set.js';
import { showCommand } from './commands/show.js';
import { statusCommand } from './commands/status.js';
import type { Subcommand } from './commands/subcommand.js';
import { versionCommand } from './commands/version.js';
import { waitCommand } from './commands/wait.js';
import { whyCommand } from './commands/why.js';
import { quoteName, safeLines } from './output/safe-text.js';
import { usageFailure } from './failure.js';
import { suggest } from './settings/nearest.js';
import { COMMAND_SETTINGS, OUTPUT_FORMATS, SERVER_SETTINGS } from './settings/settings-table.js';
import { VERSION } from './version.js';

/** The whole command line: every command, and the options that all of them take. */
export function createProgram(): Command {
  const program: Command = new Command('targetctl')
    .description('Lists and changes the target groups of a Target-eye, which Prometheus scrapes.')
    .version(`targetctl ${VERSION}`, '--version', 'show the version of this command')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('beforeAll', () => checkHelpTopic(program))
    .configureOutput({
      outputError: (text, write) => {
        write(safeLines(text.replace(/^error: /, 'targetctl: ')));
      },
    });
  for (const { flags, means, variable } of Object.values({ ...SERVER_SETTINGS, ...COMMAND_SETTINGS })) {
    const option = new Option(flags, `${means} [${variable}]`);
    if (flags === COMMAND_SETTINGS.output.flags) option.choices(OUTPUT_FORMATS);
    program.addOption(option);
  }
  for (const command of subcommands(program)) {
    command.copyInheritedSettings(program);
    program.addCommand(command);
  }
  program.addCommand(manualCommand(program).copyInheritedSettings(program), { hidden: true });
  return program;
}

/**
 * Commander shows the help of everything for a command that it does not know.
 * @throws Failure for `help` with such a command
 */
function checkHelpTopic(program: Command): string {
  const [first, topic] = program.args;
  const names = namesOf(program.createHelp().visibleCommands(program));
  if (first === 'help' && topic !== undefined && ![...names, ...namesOf(program.commands)].includes(topic))
    throw usageFailure(`there is no command ${quoteName(topic)}; ${suggest(topic, names)}`);
  return '';
}

function namesOf(commands: readonly Command[]): readonly string[] {
  return commands.map((command) => command.name());
}

function subcommands(program: Command): readonly Subcommand[] {
  return [
    listCommand(),
    showCommand(),
    whyCommand(),
    statusCommand(),
    waitCommand(),
    setCommand(),
    addCommand(),
    removeCommand(),
    retireCommand(),
    diffCommand(),
    applyCommand(),
    exportCommand(),
    editCommand(),
    versionCommand(),
    completionCommand(program),
  ];
}
