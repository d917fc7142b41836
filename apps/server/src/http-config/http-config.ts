import type { SecureVersion } from 'node:tls';

/** A server that is asked with an HTTP config file, in the words of messages. */
export interface Server {
  readonly name: string;
  /** The keys of the logins that it takes. */
  readonly logins: readonly LoginKey[];
}

/** The keys of an HTTP config file that hold a login. */
type LoginKey = 'basic_auth' | 'authorization' | 'bearer_token' | 'bearer_token_file';

export const PROMETHEUS: Server = {
  name: 'Prometheus',
  logins: ['basic_auth', 'authorization', 'bearer_token', 'bearer_token_file'],
};

/** It makes a token of a user and a password itself. */
export const ETCD: Server = { name: 'etcd', logins: ['basic_auth'] };

/** The user and the password of `basic_auth`; without one the password is empty. */
interface BasicAuth {
  readonly username: string;
  readonly password: string;
}

/** How a server is asked: what is shown to it, and what it must show. */
export interface HttpConfig {
  readonly basicAuth: BasicAuth | undefined;
  /** The value of the header `Authorization` for the login, whichever it is; `undefined` for none. */
  readonly authorization: string | undefined;
  readonly tls: ClientTls;
  /** A sentence for each thing that is doubtful. */
  readonly warnings: readonly string[];
}

/** TLS towards the server, in the terms of Node. */
export interface ClientTls {
  /** The authorities that are trusted, in PEM; `undefined` for the public ones. */
  readonly ca?: string;
  /** The certificate that is shown, with its chain, in PEM. */
  readonly cert?: string;
  readonly key?: string;
  /** The name that the certificate of the server must have in place of the host's. */
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
}

/** What applies without an HTTP config file. */
export const NO_HTTP_CONFIG: HttpConfig = {
  basicAuth: undefined,
  authorization: undefined,
  tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' },
  warnings: [],
};
