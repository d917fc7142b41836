import type { CommandRow, CommandTable, OptionRow, ValueKind } from './command-table.js';

/** Completions for fish. */
export function fishCompletion({ options, commands }: CommandTable): string {
  const names = commands.map(({ name }) => name);
  const noCommand = quoted(`not __fish_seen_subcommand_from ${names.join(' ')} help`);
  const lines = [
    '# Completions of fish for targetctl, made by: targetctl completion fish',
    'complete -c targetctl -f',
    ...options.map((option) => optionLine(option)),
    ...[...commands, { name: 'help', summary: 'show the help of a command' }].map(
      ({ name, summary }) => `complete -c targetctl -n ${noCommand} -a ${name} -d ${quoted(summary)}`,
    ),
    `complete -c targetctl -n '__fish_seen_subcommand_from help' -a ${quoted(names.join(' '))}`,
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ name, options, argument }: CommandRow): readonly string[] {
  const condition = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
  const values = valueFlags(argument);
  return [
    ...options.map((option) => optionLine(option, condition)),
    ...(argument === 'text' || values === '' ? [] : [`complete -c targetctl ${condition} ${values}`]),
  ];
}

function optionLine({ names, value, kind, description }: OptionRow, condition = ''): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const requirement = value === undefined ? [] : ['-r', valueFlags(kind)];
  return ['complete -c targetctl', condition, ...flags, ...requirement, `-d ${quoted(description)}`]
    .filter((part) => part !== '')
    .join(' ');
}

function valueFlags(kind: ValueKind): string {
  if (kind === 'file') return '-F';
  if (kind === 'text') return '-f';
  return kind.length === 0 ? '' : `-f -a ${quoted(kind.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
