/**
 * Whether a client must show a certificate and whether it is verified. The names are those of Go's
 * `tls.ClientAuthType`.
 */
export type ClientAuth =
  | 'NoClientCert'
  | 'RequestClientCert'
  | 'RequireAnyClientCert'
  | 'VerifyClientCertIfGiven'
  | 'RequireAndVerifyClientCert';

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

/** How TLS is served, wherever it was configured. */
export interface TlsSettings {
  /** The certificate with its chain, in PEM. */
  readonly cert: string;
  /** The private key, in PEM. */
  readonly key: string;
  readonly passphrase: string | undefined;
  readonly clientAuth: ClientAuth;
  /** The authorities that sign client certificates, in PEM. */
  readonly clientCa: string | undefined;
  /** If this is not empty, a client certificate must have one of these subject alternative names. */
  readonly clientAllowedSans: readonly string[];
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
  /** In OpenSSL's notation; `undefined` for Node's default. */
  readonly ciphers: string | undefined;
  /** Curves separated by colons; `undefined` for Node's default. */
  readonly ecdhCurve: string | undefined;
}
