import { COMMAND_SETTINGS, SECRET_VARIABLES, SERVER_SETTINGS } from '../settings/settings-table.js';
import type { CommandRow, CommandTable, OptionRow } from './command-table.js';

/** The manual page targetctl(1), for man(7). */
export function manualPage({ summary, options, commands }: CommandTable): string {
  return [
    '.TH TARGETCTL 1 "" "Target-eye" "User commands"',
    '.SH NAME',
    text('targetctl - list and change the target groups of a Target-eye'),
    '.SH SYNOPSIS',
    ...commands.flatMap(({ name, usage }) => [`.B targetctl ${name}`, text(usage), '.br']),
    '.SH DESCRIPTION',
    text(summary),
    '.SH COMMANDS',
    ...commands.flatMap(commandPart),
    '.SH OPTIONS OF EVERY COMMAND',
    ...options.flatMap(optionPart),
    '.SH ENVIRONMENT',
    text('Options win over variables, and variables over the config file. An empty variable counts as not set.'),
    ...[
      ...Object.values(SERVER_SETTINGS),
      ...Object.values(SECRET_VARIABLES),
      ...Object.values(COMMAND_SETTINGS),
    ].flatMap(({ variable, means }) => ['.TP', `.B ${variable}`, text(means)]),
    ...[
      ['VISUAL, EDITOR', 'the editor for edit'],
      ['NO_COLOR', 'not empty: no colors'],
    ].flatMap(([name = '', means = '']) => ['.TP', `.B ${name}`, text(means)]),
    '.SH FILES',
    '.TP',
    '.I ~/.config/targetctl.yaml',
    text('The config file; $XDG_CONFIG_HOME counts. It names servers with their keys, and which is current:'),
    '.IP',
    '.EX',
    ...[
      'current: prod',
      'servers:',
      '  prod:',
      '    url: https://target-eye.example.org',
      '    token_file: target-eye.token',
    ].map(text),
    '.EE',
    '.SH EXIT STATUS',
    ...EXIT_TEXTS.flatMap(([status, means]) => ['.TP', `.B ${status}`, text(means)]),
    '.SH SEE ALSO',
    '.BR target-eye (8),',
    '.BR promtool (1)',
    '',
  ].join('\n');
}

const EXIT_TEXTS = [
  ['0', 'Done.'],
  ['1', 'Refused; the same again will be refused again. Or what was to be up is not. For diff: something differs.'],
  [
    '2',
    'The command line, the settings or a file cannot be used. For diff, why, status and wait: also what is refused.',
  ],
  ['3', 'The service cannot be reached, or cannot do it right now. Later it may.'],
  ['130', 'Ended by Ctrl-C, as a shell tells it.'],
] as const;

function commandPart({ name, usage, paragraphs, options, examples }: CommandRow): readonly string[] {
  return [
    `.SS ${name}`,
    `.B targetctl ${name}`,
    text(usage),
    ...paragraphs.flatMap((paragraph) => ['.PP', text(paragraph)]),
    ...options.flatMap(optionPart),
    '.PP',
    'Examples:',
    ...examples.flatMap(({ does, line }) => ['.PP', '.EX', text(`# ${does}`), text(line), '.EE']),
  ];
}

function optionPart({ names, value, description }: OptionRow): readonly string[] {
  const flags = names.map((name) => `\\fB${text(name)}\\fR`).join(', ');
  return ['.TP', value === undefined ? flags : `${flags} \\fI${text(value)}\\fR`, text(description)];
}

/** A line as roff takes it for text: a hyphen may be copied as one, and nothing at its begin is a request. */
function text(line: string): string {
  const escaped = line.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
