import { COMMAND_SETTINGS, type Level, SECRET_VARIABLES, SERVER_SETTINGS } from './settings-table.js';

/** What the environment says; an empty variable counts as not set. */
export interface Environment {
  readonly level: Level;
  readonly token: string | undefined;
  readonly password: string | undefined;
  /** The folder for configuration that the XDG Base Directory Specification means, if there is one. */
  readonly configHome: string | undefined;
  readonly home: string | undefined;
  /** The user's editor, with arguments if it needs some. */
  readonly editor: string | undefined;
  readonly allowsColor: boolean;
}

export function readEnvironment(): Environment {
  const given = (name: string): string | undefined => {
    const value = process.env[name];
    return value === '' ? undefined : value;
  };
  const level = Object.entries({ ...SERVER_SETTINGS, ...COMMAND_SETTINGS }).flatMap(([name, { variable }]) => {
    const value = given(variable);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    level: Object.fromEntries(level),
    token: given(SECRET_VARIABLES.token.variable),
    password: given(SECRET_VARIABLES.password.variable),
    configHome: given('XDG_CONFIG_HOME'),
    home: given('HOME'),
    editor: given('VISUAL') ?? given('EDITOR'),
    // https://no-color.org
    allowsColor: given('NO_COLOR') === undefined && given('TERM') !== 'dumb',
  };
}
