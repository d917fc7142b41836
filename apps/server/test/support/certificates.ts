import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate authority in a directory, which makes certificates with OpenSSL. */
export interface Authority {
  /** The path of the authority's own certificate. */
  readonly ca: string;
  /** Makes `<file>.pem` and `<file>.key`, without a common name where it is empty; gives their paths. */
  issue(file: string, commonName: string, options?: Options): { readonly cert: string; readonly key: string };
}

interface Options {
  readonly names?: string;
  readonly password?: string;
  readonly days?: number;
  /** What it may be used for, as OpenSSL writes it; by default for anything. */
  readonly usages?: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

const openssl = (...args: readonly string[]): void => {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
};

/** @param name the authority's common name, and the prefix of its files */
export function createAuthority(directory: string, name = 'authority'): Authority {
  const file = (suffix: string): string => join(directory, `${name}${suffix}`);
  openssl('req', '-x509', ...KEY, '-nodes', '-keyout', file('.key'), '-out', file('.pem'), '-subj', `/CN=${name}`);
  return {
    ca: file('.pem'),
    issue: (base, commonName, { names = `DNS:${commonName}`, password, days = 30, usages } = {}) => {
      const path = (suffix: string): string => join(directory, base + suffix);
      const [cert, key, request, extensions] = [path('.pem'), path('.key'), path('.csr'), path('.ext')];
      const cipher = password === undefined ? ['-nodes'] : ['-passout', `pass:${password}`];
      openssl(
        'req',
        ...KEY,
        ...cipher,
        '-keyout',
        key,
        '-out',
        request,
        '-subj',
        commonName === '' ? `/O=${base}` : `/CN=${commonName}`,
      );
      writeFileSync(
        extensions,
        `subjectAltName=${names}\n${usages === undefined ? '' : `extendedKeyUsage=${usages}\n`}`,
      );
      const signer = ['-CA', file('.pem'), '-CAkey', file('.key'), '-CAcreateserial'];
      openssl('x509', '-req', '-in', request, ...signer, '-days', String(days), '-extfile', extensions, '-out', cert);
      return { cert, key };
    },
  };
}
