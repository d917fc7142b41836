import { Gauge, type Registry } from 'prom-client';

/** Is asked at each scrape about the certificate that is served; `undefined` without TLS. */
export type CertificateSource = () => { readonly subject: string; readonly end: Date } | undefined;

/** Registers when the certificate ends; without TLS there is no series. */
export function registerCertificateMetrics(registry: Registry, certificate: CertificateSource): void {
  new Gauge({
    name: 'target_eye_certificate_expiry_timestamp_seconds',
    help: 'When the certificate that is served ends.',
    labelNames: ['subject'],
    registers: [registry],
    collect() {
      this.reset();
      const served = certificate();
      if (served !== undefined) this.set({ subject: served.subject }, served.end.getTime() / 1000);
    },
  });
}
