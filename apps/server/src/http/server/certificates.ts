import { Server as HttpsServer } from 'node:https';
import type { Server } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError } from '../../operator-files/configuration-error.js';
import { secureContextOptions } from '../../tls/secure-context.js';
import type { ServedTls } from '../../tls/served-tls.js';
import type { TlsSettings } from '../../tls/tls-settings.js';
import type { Connections } from './connections.js';

/**
 * Serves new connections with the latest certificate. Open connections stay, except those of clients with a certificate
 * when the rules for client certificates change. Changes that a listening server cannot make are refused.
 * @param servers the array of the servers, to which more may be added
 */
export function followCertificate(tls: ServedTls, servers: readonly Server[], connections: Connections): void {
  let clientsNeed = whatClientsNeed(tls.current);
  tls.follow({
    check: (next) => {
      checkRenewal(tls.current, next);
    },
    apply: (next) => {
      if (next === undefined) return;
      for (const server of servers)
        if (server instanceof HttpsServer) server.setSecureContext(secureContextOptions(next));
      if (!isDeepStrictEqual(whatClientsNeed(next), clientsNeed)) connections.retireCertificates();
      clientsNeed = whatClientsNeed(next);
    },
  });
}

/** Whether clients are asked for a certificate during the handshake. */
export function asksForCertificate({ clientAuth }: TlsSettings): boolean {
  return clientAuth !== 'NoClientCert';
}

function checkRenewal(current: TlsSettings | undefined, next: TlsSettings | undefined): void {
  if ((next === undefined) !== (current === undefined))
    throw new ConfigurationError('turning TLS on or off needs a restart');
  if (next !== undefined && current !== undefined && asksForCertificate(next) !== asksForCertificate(current))
    throw new ConfigurationError('asking clients for a certificate, or no longer asking, needs a restart');
}

/** Everything that decides whether the certificate of a client is accepted. */
function whatClientsNeed(tls: TlsSettings | undefined): readonly unknown[] {
  return [tls?.clientCa, tls?.clientAuth, tls?.clientAllowedSans];
}
