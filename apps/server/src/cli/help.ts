import { namesIn, SECTIONS, type SettingName, SETTINGS, variablesOf } from '../settings/settings.js';
import { SETTING_OPTIONS } from './command-line.js';

const USAGE_OF_MIGRATE = `target-eye migrate --to=etcd|directory [--from=DIR]... [--prefer=DIR] [--overwrite] [--dry-run]
                          [--output=text|json] [options]`;

const USAGE = `usage: target-eye [options] [config-file]
       target-eye --check-config [options] [config-file]
       target-eye token [--output=text|json]
       target-eye healthcheck [options]
       ${USAGE_OF_MIGRATE}
       target-eye help | --help
       target-eye version | --version`;

const MIGRATE = [
  '  migrate                 bring the groups of the directory into etcd, or those in etcd into the directory; nothing is',
  '                          ever removed there, and status 0 says that everything is there',
  '  --to=etcd|directory     where the groups are brought',
  '  --from=DIR              a directory that is read in place of file_sd_directory; several, such as those of two hosts,',
  '                          are compared first, and nothing is written where they differ',
  '  --prefer=DIR            which of them counts where they differ',
  '  --overwrite             write also the groups that are there and different',
  '  --dry-run               say what would be written, and write nothing',
];

const FILES = [
  '  --config.file=FILE      TOML or INI with the settings below; without it CONFIG_FILE names the file',
  '  --environment-file=FILE variables that the environment does not set, read like EnvironmentFile= of a unit',
];

/** The settings that say where groups are, and how they are reached. */
const OF_MIGRATE: readonly SettingName[] = [
  'file_sd_directory',
  'etcd_endpoints',
  'etcd_prefix',
  'etcd_http_config_file',
];

/** The text of `--help`: the usage and every setting; of `migrate` only what it uses. */
export function helpText(subcommand?: string): string {
  return subcommand === 'migrate' ? helpOfMigrate() : helpOfAll();
}

function helpOfMigrate(): string {
  return [
    `usage: ${USAGE_OF_MIGRATE}`,
    '',
    ...MIGRATE,
    '  --output=text|json      how the result is printed',
    ...FILES,
    '',
    'The settings of the service that say where, with the environment variables that win over the config file:',
    '',
    ...OF_MIGRATE.flatMap(linesOf),
    '',
  ].join('\n');
}

function helpOfAll(): string {
  const settings = SECTIONS.flatMap((section) => ['', `[${section}]`, ...namesIn(section).flatMap(linesOf)]);
  return [
    USAGE,
    '',
    'Serves the REST API for the target groups in a directory that Prometheus watches (file_sd).',
    '',
    '  config-file             the same as --config.file',
    ...FILES,
    ...SETTING_OPTIONS.map(({ name, option }) => `  ${`--${option}=…`.padEnd(22)}  as the setting ${name}`),
    '  --check-config          check every setting and file, print the effective settings and warnings, and end',
    '  token                   make a token for a deploy script, and its hash for the access file;',
    '                          with --output=json as JSON, for programs',
    '  healthcheck             ask the service with these settings whether it is ready; status 0 if so',
    ...MIGRATE,
    '',
    'Settings, with the environment variables that win over the config file:',
    ...settings,
    '',
  ].join('\n');
}

function linesOf(name: SettingName): readonly string[] {
  const { means, fallback = '' } = SETTINGS[name];
  return [
    `  ${name}  (${variablesOf(name).join(', ')})`,
    `      ${means}${fallback === '' ? '' : `; default ${fallback}`}`,
  ];
}
