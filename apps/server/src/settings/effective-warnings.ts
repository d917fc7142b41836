import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AccessRules, clientsWithoutUser } from '../access/access-file.js';
import type { WebConfig } from '../web-config/web-config-file.js';
import type { HttpConfig } from '../http-config/http-config.js';
import { servedCertificate } from '../tls/certificate.js';
import type { TlsSettings } from '../tls/tls-settings.js';
import { type BindAddress, describeAddress } from '../net/bind-address.js';
import type { Configuration } from './configuration.js';
import { isLoopbackHost } from '../net/networks.js';
import { isInTheClear } from '../net/server-urls.js';
import { type Warning, withoutAccepted } from '../operator-files/warning.js';

/** An address that the service listens on, and how. */
export interface ServedAddress {
  readonly address: BindAddress;
  readonly scheme: 'http' | 'https';
}

/** Everything in force, wherever it was configured. */
export interface Effective {
  readonly configuration: Pick<Configuration, 'settings' | 'warnings'>;
  readonly webConfig: WebConfig;
  readonly rules: AccessRules | undefined;
  readonly tls: TlsSettings | undefined;
  readonly addresses: readonly ServedAddress[];
  /** How each Prometheus is asked. */
  readonly httpConfig: HttpConfig;
  readonly etcdHttpConfig: HttpConfig;
}

/** All warnings about what is in force, except the accepted ones. */
export function effectiveWarnings(effective: Effective, now: Date): readonly Warning[] {
  const { configuration, tls } = effective;
  const warnings = [
    ...configuration.warnings,
    ...ofFiles(effective),
    ...ofAccess(effective),
    ...ofPrometheus(effective),
    ...ofEtcd(effective),
    ...(tls === undefined ? [] : ofCertificate(tls, now)),
    ...ofDirectory(configuration.settings.file_sd_directory),
  ];
  return withoutAccepted(warnings, configuration.settings.accepted_warnings);
}

function ofFiles({ webConfig, rules, httpConfig, etcdHttpConfig }: Effective): readonly Warning[] {
  const messages = [
    ...webConfig.warnings,
    ...(rules === undefined ? [] : clientsWithoutUser(rules, webConfig.users)),
    ...httpConfig.warnings,
    ...etcdHttpConfig.warnings,
  ];
  return messages.map((message) => ({ code: 'file_doubtful', message }));
}

function isLocal(address: BindAddress): boolean {
  return 'path' in address || isLoopbackHost(address.host);
}

function ofAccess({ addresses, webConfig, rules, tls }: Effective): readonly Warning[] {
  const reachable = addresses.filter(({ address }) => !isLocal(address));
  const inTheClear = reachable.filter(({ scheme }) => scheme === 'http');
  const describe = (list: readonly ServedAddress[]): string =>
    list.map(({ address, scheme }) => describeAddress(address, scheme)).join(' and ');
  const isOpen = rules === undefined && webConfig.users.size === 0;
  const askForCertificates = tls?.clientAuth === 'RequireAndVerifyClientCert';
  const open = askForCertificates ? inTheClear : reachable;
  if (isOpen)
    return open.length === 0
      ? []
      : [
          {
            code: 'open_to_everybody',
            message: `anybody who reaches ${describe(open)} may change what Prometheus scrapes; name clients in access_file, or bind to a loopback address or a Unix socket`,
          },
        ];
  return inTheClear.length === 0
    ? []
    : [
        {
          code: 'passwords_without_tls',
          message: `passwords and tokens that are sent to ${describe(inTheClear)} can be read on the way; serve TLS, or bind to a loopback address or a Unix socket behind a proxy that does`,
        },
      ];
}

function ofPrometheus({ configuration, httpConfig }: Effective): readonly Warning[] {
  if (httpConfig.authorization === undefined) return [];
  const inTheClear = configuration.settings.prometheus_urls.filter(isInTheClear);
  return inTheClear.length === 0
    ? []
    : [
        {
          code: 'prometheus_login_without_tls',
          message: `the login that is sent to ${inTheClear.join(' and ')} can be read on the way; serve TLS there and write https`,
        },
      ];
}

/** Whoever listens can read what is stored, and whoever is in between can change it. */
function ofEtcd({ configuration, etcdHttpConfig }: Effective): readonly Warning[] {
  const inTheClear = configuration.settings.etcd_endpoints.filter(isInTheClear).join(' and ');
  if (inTheClear === '') return [];
  return [
    etcdHttpConfig.basicAuth === undefined
      ? {
          code: 'etcd_without_tls',
          message: `target groups that are sent to ${inTheClear} can be read and changed on the way; serve TLS there and write https`,
        }
      : {
          code: 'etcd_login_without_tls',
          message: `the login and target groups that are sent to ${inTheClear} can be read and changed on the way; serve TLS there and write https`,
        },
  ];
}

const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

function ofCertificate(tls: TlsSettings, now: Date): readonly Warning[] {
  const { subject, end } = servedCertificate(tls);
  const days = (end.getTime() - now.getTime()) / DAY_MS;
  if (days > SOON_DAYS) return [];
  const name = JSON.stringify(subject);
  return days <= 0
    ? [{ code: 'certificate_expired', message: `the certificate of ${name} expired at ${end.toISOString()}; renew it` }]
    : [
        {
          code: 'certificate_ends_soon',
          message: `the certificate of ${name} expires at ${end.toISOString()}, within ${String(SOON_DAYS)} days; renew it`,
        },
      ];
}

/** The permission bits of others (inode(7)). */
const OTHERS_SEARCH = 0o001;
const OTHERS_READ_AND_SEARCH = 0o005;

/**
 * Prometheus usually runs as another user. A path that cannot be examined is no reason to warn: it may not exist yet.
 */
function ofDirectory(path: string): readonly Warning[] {
  const closed = closedOn(path);
  return closed === undefined
    ? []
    : [
        {
          code: 'directory_not_readable',
          message: `users other than the owner cannot read the file_sd directory ${JSON.stringify(path)}: ${JSON.stringify(closed.path)} has the mode ${closed.mode}; if Prometheus runs as another user, open it (chmod o+rx)`,
        },
      ];
}

function closedOn(path: string): { readonly path: string; readonly mode: string } | undefined {
  try {
    const real = realpathSync(path);
    for (let place = real; ; place = dirname(place)) {
      const { mode } = statSync(place);
      const needed = place === real ? OTHERS_READ_AND_SEARCH : OTHERS_SEARCH;
      if ((mode & needed) !== needed) return { path: place, mode: (mode & 0o7777).toString(8).padStart(4, '0') };
      if (place === dirname(place)) return undefined;
    }
  } catch {
    return undefined;
  }
}
