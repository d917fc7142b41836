import { parseArgs, type ParseArgsConfig } from 'node:util';
import { MIGRATION_OPTIONS, migrationOptionIn, type MigrationRequest, migrationRequest } from './migration-request.js';
import { misunderstood } from './misunderstood.js';
import { namesIn, SECTIONS, SETTING_NAMES, type SettingName, SETTINGS, variablesOf } from '../settings/settings.js';

/** What the command line asks for. */
export interface Command {
  readonly name: 'serve' | 'check-config' | (typeof SUBCOMMANDS)[number];
  /** The path of the config file. */
  readonly path: string | undefined;
  /** The path of a file with variables that the environment does not set; empty for none. */
  readonly environmentFile: string | undefined;
  readonly options: Partial<Record<SettingName, string>>;
  /** The format in which a subcommand prints its result. */
  readonly output: 'text' | 'json';
  /** What `migrate` is to do; `undefined` for everything else. */
  readonly migration: MigrationRequest | undefined;
}

/** The settings that have an option, with its name. */
const SETTING_OPTIONS = SETTING_NAMES.flatMap((name) => {
  const { option } = SETTINGS[name];
  return option === undefined ? [] : [{ name, option }];
});

const OPTIONS: NonNullable<ParseArgsConfig['options']> = {
  'check-config': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  'config.file': { type: 'string' },
  'environment-file': { type: 'string' },
  output: { type: 'string' },
  ...MIGRATION_OPTIONS,
  ...Object.fromEntries(SETTING_OPTIONS.map(({ option }) => [option, { type: 'string', multiple: true }])),
};

const SUBCOMMANDS = ['token', 'healthcheck', 'migrate', 'help', 'version'] as const;

const USAGE = `usage: target-eye [options] [config-file]
       target-eye --check-config [options] [config-file]
       target-eye token [--output=text|json]
       target-eye healthcheck [options]
       target-eye migrate --to=etcd|directory [--from=DIR]... [--prefer=DIR] [--overwrite] [--dry-run]
                          [--output=text|json] [options]
       target-eye help | --help
       target-eye version | --version`;

/** @throws ConfigurationError for an unknown option or argument */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [first, ...others] = positionals;
  const subcommand = SUBCOMMANDS.find((known) => known === first);
  if (others.length > 0) throw misunderstood(`${JSON.stringify(others[0])} is one argument too many`);
  const file = values['config.file'] as string | undefined;
  const argument = subcommand === undefined ? first : undefined;
  if (file !== undefined && argument !== undefined)
    throw misunderstood(`${JSON.stringify(argument)} is a second config file beside --config.file`);
  const name = nameOf(values) ?? subcommand ?? 'serve';
  return {
    name,
    path: file ?? argument,
    environmentFile: values['environment-file'] as string | undefined,
    options: Object.fromEntries(
      SETTING_OPTIONS.flatMap(({ name, option }) => {
        const given = values[option] as readonly string[] | undefined;
        return given === undefined ? [] : [[name, name === 'bind' ? given.join(',') : given.at(-1)]];
      }),
    ),
    output: outputOf(values['output'] as string | undefined, subcommand),
    migration: migrationOf(values, name, subcommand),
  };
}

type Values = Readonly<Record<string, unknown>>;

function nameOf(values: Values): Command['name'] | undefined {
  if (values['help'] === true) return 'help';
  if (values['version'] === true) return 'version';
  return values['check-config'] === true ? 'check-config' : undefined;
}

function outputOf(given: string | undefined, subcommand: string | undefined): Command['output'] {
  if (given === undefined) return 'text';
  if (subcommand !== 'token' && subcommand !== 'migrate')
    throw misunderstood('--output is for target-eye token and target-eye migrate');
  if (given === 'text' || given === 'json') return given;
  throw misunderstood(`--output must be text or json, not ${JSON.stringify(given)}`);
}

function migrationOf(
  values: Values,
  name: Command['name'],
  subcommand: string | undefined,
): MigrationRequest | undefined {
  const option = subcommand === 'migrate' ? undefined : migrationOptionIn(values);
  if (option !== undefined) throw misunderstood(`--${option} is for target-eye migrate`);
  return name === 'migrate' ? migrationRequest(values) : undefined;
}

function parse(args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('. ');
    throw misunderstood(reason);
  }
}

/** The text of `--help`: the usage and every setting. */
export function helpText(): string {
  const settings = SECTIONS.flatMap((section) => [
    '',
    `[${section}]`,
    ...namesIn(section).flatMap((name) => {
      const { means, fallback = '' } = SETTINGS[name];
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
    '  config-file             TOML or INI with the settings below; without it CONFIG_FILE names the file',
    '  --config.file=FILE      the same as config-file',
    '  --environment-file=FILE variables that the environment does not set, read like EnvironmentFile= of a unit',
    ...SETTING_OPTIONS.map(({ name, option }) => `  ${`--${option}=…`.padEnd(22)}  as the setting ${name}`),
    '  --check-config          check every setting and file, print the effective settings and warnings, and end',
    '  token                   make a token for a deploy script, and its hash for the access file;',
    '                          with --output=json as JSON, for programs',
    '  healthcheck             ask the service with these settings whether it is ready; status 0 if so',
    '  migrate                 bring the groups of the directory into etcd, or those in etcd into the directory; nothing is',
    '                          ever removed there, and status 0 says that everything is there',
    '  --to=etcd|directory     where the groups are brought',
    '  --from=DIR              a directory that is read in place of file_sd_directory; several, such as those of two hosts,',
    '                          are compared first, and nothing is written where they differ',
    '  --prefer=DIR            which of them counts where they differ',
    '  --overwrite             write also the groups that are there and different',
    '  --dry-run               say what would be written, and write nothing',
    '',
    'Settings, with the environment variables that win over the config file:',
    ...settings,
    '',
  ].join('\n');
}
