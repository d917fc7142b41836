import { parseArgs } from 'node:util';
import { ConfigurationError } from './configuration/configuration-error.js';
import { namesIn, SECTIONS, settingNamed, variablesOf } from './configuration/settings.js';

/** What the command line asks for. */
export interface Command {
  readonly name: 'serve' | 'check-config' | 'help' | 'version' | 'token' | 'healthcheck';
  /** The config file. */
  readonly path: string | undefined;
  readonly options: { readonly web_config_file?: string };
}

const OPTIONS = {
  'check-config': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  'web.config.file': { type: 'string' },
} as const;

const SUBCOMMANDS = ['token', 'healthcheck'] as const;

const USAGE = `usage: target-eye [--web.config.file=FILE] [config-file]
       target-eye --check-config [config-file]
       target-eye token
       target-eye healthcheck
       target-eye --help | --version`;

/** @throws ConfigurationError for an option or argument that is not known */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [path, ...others] = positionals;
  const name =
    values.help === true
      ? 'help'
      : values.version === true
        ? 'version'
        : values['check-config'] === true
          ? 'check-config'
          : (SUBCOMMANDS.find((subcommand) => subcommand === path) ?? 'serve');
  if (others.length > 0) throw misunderstood(`${JSON.stringify(others[0])} is one argument too many`);
  const webConfigFile = values['web.config.file'];
  const isSubcommand = SUBCOMMANDS.some((subcommand) => subcommand === path);
  return {
    name,
    path: isSubcommand ? undefined : path,
    options: webConfigFile === undefined ? {} : { web_config_file: webConfigFile },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('. ');
    throw misunderstood(reason);
  }
}

function misunderstood(reason: string): ConfigurationError {
  return new ConfigurationError(`${reason}; target-eye --help says what is understood`);
}

/** The text of `--help`: the usage and every setting. */
export function helpText(): string {
  const settings = SECTIONS.flatMap((section) => [
    '',
    `[${section}]`,
    ...namesIn(section).flatMap((name) => {
      const { means, fallback = '' } = settingNamed(name);
      return [
        `  ${name}  (${variablesOf(name).join(', ')})`,
        `      ${means}${fallback === '' ? '' : `; default ${fallback}`}`,
      ];
    }),
  ]);
  return [
    USAGE,
    '',
    'Serves the REST API for the target groups in a directory that Prometheus watches (file_sd).',
    '',
    '  config-file             TOML or INI with the settings below; else CONFIG_FILE names it',
    '  --web.config.file=FILE  as the setting web_config_file',
    '  --check-config          check every setting and file, print the effective settings, and end',
    '  token                   make a token for a deploy script, and the hash of it for the access file',
    '  healthcheck             ask the service with these settings whether it is ready; status 0 if so',
    '',
    'Settings, with the environment variables that win over the config file:',
    ...settings,
    '',
  ].join('\n');
}
