import { readTextFile } from '../documents/text-file.js';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import type { Environment } from './environment.js';
import type { ServerLevel } from './settings-table.js';

/** How to log in. A user without a password has to be asked for it. */
export type Credentials =
  undefined | { readonly token: string } | { readonly user: string; readonly password: string | undefined };

/**
 * How to log in, as the first of these levels says that says anything of it: the options, the environment, the server in
 * the config file. Its password file belongs to its user only.
 * @throws Failure where a level says two things, or a file cannot be used
 */
export async function readCredentials(
  [options = {}, variables = {}, entry = {}]: readonly ServerLevel[],
  { token, password }: Environment,
): Promise<Credentials> {
  const levels = [
    { ...options, token: undefined, place: 'the options' },
    { ...variables, token, place: 'the environment' },
    { ...entry, token: undefined, place: 'the config file' },
  ];
  const chosen = levels.find((each) => [each.token, each.tokenFile, each.user].some((value) => value !== undefined));
  if (chosen === undefined) return undefined;
  const named = [chosen.token, chosen.tokenFile, chosen.user].filter((value) => value !== undefined);
  if (named.length > 1)
    throw usageFailure(`${chosen.place} name more than one way to log in; a token or a user is enough`);
  if (chosen.token !== undefined) return { token: checkSecret(chosen.token, 'TARGETCTL_TOKEN') };
  if (chosen.tokenFile !== undefined) return { token: await readSecret(chosen.tokenFile, 'the token file') };
  const passwordFile =
    options.passwordFile ??
    (password === undefined ? variables.passwordFile : undefined) ??
    (chosen.place === 'the config file' && password === undefined ? entry.passwordFile : undefined);
  return {
    user: checkUser(chosen.user ?? ''),
    password: passwordFile === undefined ? password : await readSecret(passwordFile, 'the password file'),
  };
}

/** curl takes a password behind the name; here it would be in the list of processes, which everybody sees. */
function checkUser(user: string): string {
  if (!user.includes(':')) return user;
  throw usageFailure(
    'the user is a name without a colon; give the password in --password-file or TARGETCTL_PASSWORD, or be asked for it',
  );
}

async function readSecret(path: string, what: string): Promise<string> {
  return checkSecret((await readTextFile(path, what)).replace(/\r?\n$/, ''), `${what} ${quoteName(path)}`);
}

function checkSecret(secret: string, place: string): string {
  if (secret === '') throw usageFailure(`${place} is empty`);
  if (/[\p{Cc}]/u.test(secret)) throw usageFailure(`${place} holds more than one line, or a control character`);
  return secret;
}
