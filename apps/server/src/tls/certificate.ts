import { X509Certificate } from 'node:crypto';
import type { TlsSettings } from './tls-settings.js';

/** What operators want to know about the certificate in use. */
export interface ServedCertificate {
  /** Its common name, or the whole subject if it has none. */
  readonly subject: string;
  /** When it expires. */
  readonly end: Date;
}

/** The first certificate of the chain, which is that of the service. */
export function servedCertificate({ cert }: Pick<TlsSettings, 'cert'>): ServedCertificate {
  const { subject, validTo } = new X509Certificate(cert);
  return { subject: /^CN=(.+)$/m.exec(subject)?.[1] ?? subject, end: new Date(validTo) };
}
