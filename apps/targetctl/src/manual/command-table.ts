import type { Argument, Command, Option } from 'commander';
import { Subcommand, type Example } from '../commands/subcommand.js';

/** What can be the value of an option or an argument. */
export type ValueKind = 'file' | 'text' | readonly string[];

export interface OptionRow {
  /** All spellings, the short one first. */
  readonly names: readonly string[];
  /** The name of its value as the help shows it; `undefined` for an option without one. */
  readonly value: string | undefined;
  readonly kind: ValueKind;
  readonly description: string;
  readonly isRepeatable: boolean;
}

export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly paragraphs: readonly string[];
  readonly options: readonly OptionRow[];
  /** What its arguments can be; the last one may be repeated. */
  readonly argument: ValueKind;
  readonly examples: readonly Example[];
}

export interface CommandTable {
  readonly summary: string;
  readonly options: readonly OptionRow[];
  readonly commands: readonly CommandRow[];
}

/** What commander knows of the commands, as manual page and completions need it. */
export function tableOf(program: Command): CommandTable {
  return {
    summary: program.description(),
    options: optionsOf(program),
    commands: program.commands
      .filter((command) => command instanceof Subcommand)
      .filter(isShown)
      .map(rowOf),
  };
}

function isShown(command: Command): boolean {
  return command
    .createHelp()
    .visibleCommands(command.parent ?? command)
    .includes(command);
}

function rowOf(command: Subcommand): CommandRow {
  const [last] = command.registeredArguments.slice(-1);
  return {
    name: command.name(),
    summary: command.summary(),
    usage: command.usage(),
    paragraphs: command.description().split('\n\n'),
    options: optionsOf(command),
    argument: last === undefined ? [] : kindOf(last, last.name()),
    examples: command.examples,
  };
}

function optionsOf(command: Command): readonly OptionRow[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => {
      const value = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1];
      return {
        names: [option.short, option.long].filter((name) => name !== undefined),
        value,
        kind: value === undefined ? [] : kindOf(option, value),
        description: option.description,
        isRepeatable: Array.isArray(command.getOptionValue(option.attributeName())),
      };
    });
}

function kindOf({ argChoices }: Option | Argument, name: string): ValueKind {
  return argChoices ?? (/^files?$/.test(name) ? 'file' : 'text');
}
