import { parseArgs, type ParseArgsConfig } from 'node:util';
import { MIGRATION_OPTIONS, migrationOptionIn, type MigrationRequest, migrationRequest } from './migration-request.js';
import { misunderstood } from './misunderstood.js';
import { SETTING_NAMES, type SettingName, SETTINGS } from '../settings/settings.js';

/** What the command line asks for. */
export interface Command {
  readonly name: 'serve' | 'check-config' | (typeof SUBCOMMANDS)[number];
  /** The subcommand that is named; the one that help is wanted of. */
  readonly subcommand: (typeof SUBCOMMANDS)[number] | undefined;
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
export const SETTING_OPTIONS = SETTING_NAMES.flatMap((name) => {
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
    subcommand,
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
