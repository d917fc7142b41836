// cspell:ignore compdef curcontext funcstack
import type { CommandRow, CommandTable, OptionRow, ValueKind } from './command-table.js';

/** Completions for zsh, to be put into a folder of its fpath as `_targetctl`. */
export function zshCompletion({ options, commands }: CommandTable): string {
  return `#compdef targetctl
# Completions of zsh for targetctl, made by: targetctl completion zsh
_targetctl() {
  local curcontext="$curcontext" state line
  local -a everywhere commands
  everywhere=(
${options.flatMap(optionSpecs).join('')}  )
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}\n`).join('')}    'help:show the help of a command'
  )
  _arguments -C $everywhere '1: :->command' '*:: :->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
        help) _describe command commands ;;
${commands.map(commandCase).join('')}      esac
      ;;
  esac
}
if [[ $funcstack[1] == _targetctl ]]; then _targetctl "$@"; else compdef _targetctl targetctl; fi
`;
}

function commandCase({ name, options, argument }: CommandRow): string {
  const specs = options.flatMap(optionSpecs).map((spec) => spec.trim());
  const rest = Array.isArray(argument) && argument.length === 0 ? [] : [quoted(`*: :${action(argument)}`)];
  return `        ${name}) _arguments $everywhere ${[...specs, ...rest].join(' ')} ;;\n`;
}

/** The specifications of an option for _arguments, one for each spelling. */
function optionSpecs({ names, value, kind, description, isRepeatable }: OptionRow): readonly string[] {
  const text = description.replaceAll(/[[\]\\]/g, '\\$&');
  const others = isRepeatable ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
  const argument = value === undefined ? '' : `:${value.replaceAll(':', '\\:')}:${action(kind)}`;
  return names.map((name) => `    ${quoted(`${others}${name}[${text}]${argument}`)}\n`);
}

function action(kind: ValueKind): string {
  if (kind === 'file') return '_files';
  return kind === 'text' ? '' : `(${kind.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
