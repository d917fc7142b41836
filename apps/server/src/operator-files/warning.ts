import { list, oneOf } from './values.js';

/** Every kind of warning, with a sentence that everybody may see: no path, no name, no value. */
export const WARNINGS = {
  setting_without_effect: 'a setting has no effect',
  variable_misspelt: 'a variable of the environment looks like a misspelt setting',
  file_doubtful: 'something in the web config file, the access file or the HTTP config file is doubtful',
  open_to_everybody: 'anybody who reaches the service may change target groups',
  passwords_without_tls: 'passwords and tokens are sent without TLS',
  prometheus_login_without_tls: 'the login for a Prometheus is sent without TLS',
  etcd_without_tls: 'target groups are sent to etcd without TLS',
  etcd_login_without_tls: 'the login for etcd is sent without TLS',
  certificate_expired: 'the certificate has expired',
  certificate_ends_soon: 'the certificate expires within 14 days',
  directory_not_readable: 'other users of this host cannot read the file_sd directory',
} as const;

export type WarningCode = keyof typeof WARNINGS;

const warningCode = oneOf(
  'a warning code',
  Object.fromEntries(Object.keys(WARNINGS).map((code) => [code, code as WarningCode])),
);

/** A comma-separated list of warning codes. */
export function warningCodes(value: string): readonly WarningCode[] {
  return list(value).map(warningCode);
}

/** Something that an operator should know. */
export interface Warning {
  readonly code: WarningCode;
  /** For the log and `--check-config`: names the case, and what makes the warning go away. */
  readonly message: string;
}

/** The warnings that were not accepted. */
export function withoutAccepted(warnings: readonly Warning[], accepted: readonly WarningCode[]): readonly Warning[] {
  return warnings.filter(({ code }) => !accepted.includes(code));
}
