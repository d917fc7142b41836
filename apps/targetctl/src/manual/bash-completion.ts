// cspell:ignore CWORD COMPREPLY compopt compgen
import type { CommandRow, CommandTable, OptionRow } from './command-table.js';

/** Completions for bash, which need nothing but bash. */
export function bashCompletion({ options, commands }: CommandTable): string {
  const everywhere = namesOf(options);
  const all = [...options, ...commands.flatMap((command) => command.options)];
  const choices = uniqueByName(all.filter(({ kind }) => Array.isArray(kind) && kind.length > 0));
  return `# Completions of bash for targetctl, made by: targetctl completion bash
_targetctl() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command='' words i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${namesOf(options.filter(({ value }) => value !== undefined)).join(' | ')}) ((i++)) ;;
      -*) ;;
      *)
        command=\${COMP_WORDS[i]}
        break
        ;;
    esac
  done
  case $previous in
    ${namesOf(all.filter(({ kind }) => kind === 'file')).join(' | ')})
      compopt -o default
      return
      ;;
${choices.map(choiceCase).join('')}    ${namesOf(all.filter(({ kind }) => kind === 'text')).join(' | ')}) return ;;
  esac
  case $command in
    '') words='${[...commands.map(({ name }) => name), 'help', ...everywhere].join(' ')}' ;;
    help) words='${commands.map(({ name }) => name).join(' ')}' ;;
${commands.map((command) => commandCase(command, everywhere)).join('')}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _targetctl targetctl
`;
}

/** Ends with the names of files, where no option is begun. */
const FILES = 'if [[ $current != -* ]]; then compopt -o default; return; fi';

function choiceCase({ names, kind }: OptionRow): string {
  return `    ${names.join(' | ')})
      COMPREPLY=($(compgen -W '${(kind as readonly string[]).join(' ')}' -- "$current"))
      return
      ;;
`;
}

function commandCase({ name, options, argument }: CommandRow, everywhere: readonly string[]): string {
  const names = [...new Set([...namesOf(options), ...everywhere])];
  const words = Array.isArray(argument) ? [...(argument as readonly string[]), ...names] : names;
  const files = argument === 'file' ? `${FILES}\n      ` : '';
  return `    ${name})
      ${files}words='${words.join(' ')}'
      ;;
`;
}

function namesOf(options: readonly OptionRow[]): readonly string[] {
  return [...new Set(options.flatMap(({ names }) => names))];
}

function uniqueByName(options: readonly OptionRow[]): readonly OptionRow[] {
  return [...new Map(options.map((option) => [option.names.join(), option])).values()];
}
