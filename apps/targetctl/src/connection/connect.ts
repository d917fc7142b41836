import { type Client, createClient } from '@target-eye/client';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import { askSecretly } from '../session/questions.js';
import type { Screen } from '../session/screen.js';
import type { Credentials } from '../settings/credentials.js';
import type { Settings, TlsFiles } from '../settings/settings.js';
import { VERSION } from '../version.js';
import { nodeFetch } from './node-fetch.js';

/** Milliseconds that an answer may take; a bulk of many groups is answered when all of them are on disk. */
const TIMEOUT = 120_000;

/**
 * The client for the service that is set.
 * @throws Failure where a file of TLS cannot be used, or nobody can be asked for the password
 */
export async function connect({ url, tls, credentials }: Settings, screen: Screen): Promise<Client> {
  return createClient({
    url,
    ...(await login(credentials, screen)),
    headers: { 'User-Agent': `targetctl/${VERSION}` },
    fetch: await fetchWith(tls),
    timeout: TIMEOUT,
    retries: { totalTime: 10_000 },
    onAge: tellOnce(screen),
  });
}

/** Warns that what is shown may be out of date, once for all pages of it. */
function tellOnce(screen: Screen): (seconds: number) => void {
  let isTold = false;
  return (seconds) => {
    if (!isTold)
      screen.tell(
        `targetctl: the service has not heard the cluster for ${String(seconds)} s; the groups are as it knew them then`,
      );
    isTold = true;
  };
}

/**
 * Sends requests with these certificates.
 * @throws Failure for a file that cannot be used
 */
export async function fetchWith(tls: TlsFiles): Promise<ReturnType<typeof nodeFetch>> {
  if (tls.ca === undefined && tls.cert === undefined) return nodeFetch({});
  const { readTlsMaterial } = await import('./tls-material.js');
  return nodeFetch(readTlsMaterial(tls));
}

async function login(
  credentials: Credentials,
  { canAsk }: Screen,
): Promise<Exclude<Credentials, undefined> | undefined> {
  if (credentials === undefined || 'token' in credentials || credentials.password !== undefined) return credentials;
  if (!canAsk)
    throw usageFailure(
      `the password of ${quoteName(credentials.user)} is not given, and there is no terminal to ask for it; set --password-file or TARGETCTL_PASSWORD`,
    );
  return { user: credentials.user, password: await askSecretly(`Password of ${credentials.user}: `) };
}
