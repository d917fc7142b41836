/** A setting that may stand on the command line, in the environment and in the config file. */
export interface SettingEntry {
  /** The option as commander declares it. */
  readonly flags: string;
  readonly variable: string;
  readonly means: string;
  /** The key in the config file, where the setting may stand there. */
  readonly key?: string;
}

/** What belongs to one server, and stands in the config file under its name. */
export const SERVER_SETTINGS = {
  url: {
    flags: '--url <url>',
    variable: 'TARGETCTL_URL',
    key: 'url',
    means: 'where Target-eye is (default http://localhost:8000)',
  },
  tokenFile: {
    flags: '--token-file <file>',
    variable: 'TARGETCTL_TOKEN_FILE',
    key: 'token_file',
    means: 'a file with the token to log in with',
  },
  user: {
    flags: '--user <name>',
    variable: 'TARGETCTL_USER',
    key: 'user',
    means: 'the user to log in as; the password is asked for on a terminal',
  },
  passwordFile: {
    flags: '--password-file <file>',
    variable: 'TARGETCTL_PASSWORD_FILE',
    key: 'password_file',
    means: 'a file with the password of the user',
  },
  caFile: {
    flags: '--ca-file <file>',
    variable: 'TARGETCTL_CA_FILE',
    key: 'ca_file',
    means: 'certificates of the authorities to trust, instead of those of the system',
  },
  cert: {
    flags: '--cert <file>',
    variable: 'TARGETCTL_CERT',
    key: 'cert',
    means: 'the certificate to show to the server',
  },
  key: {
    flags: '--key <file>',
    variable: 'TARGETCTL_KEY',
    key: 'key',
    means: 'the key of the certificate, unless it is in the same file',
  },
} as const satisfies Readonly<Record<string, SettingEntry>>;

/** What belongs to the command itself. */
export const COMMAND_SETTINGS = {
  server: {
    flags: '--server <name>',
    variable: 'TARGETCTL_SERVER',
    key: 'current',
    means: 'a server that the config file names',
  },
  output: {
    flags: '-o, --output <format>',
    variable: 'TARGETCTL_OUTPUT',
    key: 'output',
    means: 'table, json or yaml (default table)',
  },
  config: {
    flags: '--config <file>',
    variable: 'TARGETCTL_CONFIG',
    means: 'the config file (default ~/.config/targetctl.yaml)',
  },
} as const satisfies Readonly<Record<string, SettingEntry>>;

/** Secrets, which must not stand in a command line, where everybody on the host sees them. */
export const SECRET_VARIABLES = {
  token: { variable: 'TARGETCTL_TOKEN', means: 'the token to log in with' },
  password: { variable: 'TARGETCTL_PASSWORD', means: 'the password of the user' },
} as const;

type ServerSetting = keyof typeof SERVER_SETTINGS;
type CommandSetting = keyof typeof COMMAND_SETTINGS;

/** What one level says; what it does not say is left out. */
export type ServerLevel = Partial<Readonly<Record<ServerSetting, string>>>;
export type Level = ServerLevel & Partial<Readonly<Record<CommandSetting, string>>>;

export const OUTPUT_FORMATS = ['table', 'json', 'yaml'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
