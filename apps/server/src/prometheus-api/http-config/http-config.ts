import type { SecureVersion } from 'node:tls';

/** How Prometheus is asked: what is shown to it, and what it must show. */
export interface HttpConfig {
  /** The value of the header `Authorization`; `undefined` for none. */
  readonly authorization: string | undefined;
  readonly tls: ClientTls;
  /** A sentence for each thing that is doubtful. */
  readonly warnings: readonly string[];
}

/** TLS towards Prometheus, in the terms of Node. */
export interface ClientTls {
  /** The authorities that are trusted, in PEM; `undefined` for the public ones. */
  readonly ca?: string;
  /** The certificate that is shown, with its chain, in PEM. */
  readonly cert?: string;
  readonly key?: string;
  /** The name that the certificate of Prometheus must have in place of the host's. */
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
}

/** What applies without an HTTP config file. */
export const NO_HTTP_CONFIG: HttpConfig = {
  authorization: undefined,
  tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' },
  warnings: [],
};
