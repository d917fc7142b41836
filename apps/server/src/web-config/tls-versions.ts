import type { Findings } from '../operator-files/findings.js';
import type { TlsVersion } from '../tls/tls-settings.js';
import { tlsVersion } from './go-tls-names.js';

/** The versions of TLS in a section of a file, where it names any. */
export interface VersionKeys {
  readonly min_version?: string;
  readonly max_version?: string;
}

/**
 * The oldest and the newest version of TLS that a section allows. Faults are noted.
 * @param place what messages call the section, and whether its TLS is served or spoken
 */
export function tlsVersions(
  { min_version: min = 'TLS12', max_version: max = 'TLS13' }: VersionKeys,
  { section, isUsed }: { readonly section: string; readonly isUsed: 'served' | 'spoken' },
  findings: Findings,
): { readonly minVersion: TlsVersion; readonly maxVersion: TlsVersion } {
  const oldest = findings.attempt(`${section}.min_version`, () => tlsVersion(min));
  const newest = findings.attempt(`${section}.max_version`, () => tlsVersion(max));
  const tooOld = (text: string): string =>
    `${JSON.stringify(text)} is too old; the oldest version that is ${isUsed} is 1.2`;
  if (oldest === 'too old') findings.warn(`${section}.min_version`, tooOld(min));
  if (newest === 'too old') findings.fault(`${section}.max_version`, tooOld(max));
  if (oldest === 'TLSv1.3' && newest === 'TLSv1.2')
    findings.fault(`${section}.max_version`, `${JSON.stringify(max)} is below the min_version ${JSON.stringify(min)}`);
  const allowed = (version: TlsVersion | 'too old' | undefined): TlsVersion =>
    version === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1.2';
  return { minVersion: allowed(oldest), maxVersion: allowed(newest) };
}
