import { Gauge, type Registry } from 'prom-client';

/** Returns the certificate in use at each scrape; `undefined` without TLS. */
export type CertificateSource = () => { readonly subject: string; readonly end: Date } | undefined;

/** Registers when the certificate expires; without TLS there is no series. */
export function registerCertificateMetrics(registry: Registry, certificate: CertificateSource): void {
  new Gauge({
    name: 'target_eye_certificate_expiry_timestamp_seconds',
    help: 'When the certificate in use expires.',
    labelNames: ['subject'],
    registers: [registry],
    collect() {
      this.reset();
      const served = certificate();
      if (served !== undefined) this.set({ subject: served.subject }, served.end.getTime() / 1000);
    },
  });
}
