import type { Findings } from '../operator-files/findings.js';
import type { HttpConfig } from './http-config.js';

/** The keys of an HTTP config file that say who asks. */
export interface LoginKeys {
  readonly basic_auth?: {
    readonly username?: string;
    readonly username_file?: string;
    readonly password?: string;
    readonly password_file?: string;
  };
  readonly authorization?: {
    readonly type?: string;
    readonly credentials?: string;
    readonly credentials_file?: string;
  };
  readonly bearer_token?: string;
  readonly bearer_token_file?: string;
}

type Login = Pick<HttpConfig, 'basicAuth' | 'authorization'>;

const NO_LOGIN: Login = { basicAuth: undefined, authorization: undefined };

/** What is shown of who asks; nothing without a login, or with a fault, which is noted. */
export function loginOf(keys: LoginKeys, findings: Findings): Login {
  const ways = (['basic_auth', 'authorization', 'bearer_token', 'bearer_token_file'] as const).filter(
    (key) => keys[key] !== undefined,
  );
  if (ways.length > 1) {
    findings.fault('', `${ways.join(' and ')} are given, and only one login can be sent; keep one of them`);
    return NO_LOGIN;
  }
  if (keys.basic_auth !== undefined) return basic(keys.basic_auth, findings);
  if (keys.authorization !== undefined) return ofAuthorization(keys.authorization, findings);
  const token = secret(keys, 'bearer_token', '', findings);
  return token === undefined ? NO_LOGIN : header('Bearer', token, String(ways[0]), findings);
}

function basic(keys: NonNullable<LoginKeys['basic_auth']>, findings: Findings): Login {
  const username = secret(keys, 'username', 'basic_auth', findings);
  const password = secret(keys, 'password', 'basic_auth', findings) ?? '';
  if (keys.username === undefined && keys.username_file === undefined)
    findings.fault('basic_auth', 'the key "username" (or "username_file") is missing');
  if (username?.includes(':') === true) findings.fault('basic_auth', 'a user name must not contain a colon (RFC 7617)');
  if (username === undefined) return NO_LOGIN;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return { basicAuth: { username, password }, authorization };
}

function ofAuthorization(keys: NonNullable<LoginKeys['authorization']>, findings: Findings): Login {
  const { type = 'Bearer' } = keys;
  if (type.toLowerCase() === 'basic')
    findings.fault('authorization.type', 'a user and a password belong in basic_auth');
  else if (!/^[\w!#$%&'*+.^`|~-]+$/.test(type))
    findings.fault('authorization.type', `${JSON.stringify(type)} is not the name of a scheme, such as Bearer`);
  const credentials = secret(keys, 'credentials', 'authorization', findings);
  if (keys.credentials === undefined && keys.credentials_file === undefined)
    findings.fault('authorization', 'the key "credentials" (or "credentials_file") is missing');
  return credentials === undefined ? NO_LOGIN : header(type, credentials, 'authorization.credentials', findings);
}

/** A text from the section itself or, without the blanks around it, from the file that it names. */
function secret<Name extends string>(
  keys: Readonly<Partial<Record<Name | `${Name}_file`, string>>>,
  name: Name,
  section: string,
  findings: Findings,
): string | undefined {
  const { [name]: inline, [`${name}_file` as const]: file } = keys as Readonly<Record<string, string | undefined>>;
  const where = [section, `${name}_file`].filter((part) => part !== '').join('.');
  if (file === undefined) return inline;
  if (inline !== undefined) findings.fault(where, `${name} is given as well; keep one of them`);
  const text = findings.readBeside(where, file)?.trim();
  if (text === '') findings.fault(where, `${JSON.stringify(file)} is empty`);
  return text;
}

/** The messages show nothing of the credentials. */
function header(scheme: string, credentials: string, where: string, findings: Findings): Login {
  if (!/^[ -~]*$/.test(credentials))
    findings.fault(where, 'the credentials are not printable ASCII on one line, as a header must be');
  return { basicAuth: undefined, authorization: `${scheme} ${credentials}` };
}
