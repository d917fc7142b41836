import { X509Certificate } from 'node:crypto';
import type { TlsSettings } from './tls-settings.js';

/** What people want to know of the certificate that is served. */
export interface ServedCertificate {
  /** Its common name, or all of its subject where it has none. */
  readonly subject: string;
  /** When it ends. */
  readonly end: Date;
}

/** The first certificate of the chain, which is the one of the service. */
export function servedCertificate({ cert }: Pick<TlsSettings, 'cert'>): ServedCertificate {
  const { subject, validTo } = new X509Certificate(cert);
  return { subject: /^CN=(.+)$/m.exec(subject)?.[1] ?? subject, end: new Date(validTo) };
}
