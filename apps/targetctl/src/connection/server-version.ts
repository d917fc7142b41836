import type { TlsFiles } from '../settings/settings.js';
import { fetchWith } from './connect.js';
import { reasonOf } from './reason.js';

/** Milliseconds to wait for the service; nobody wants to wait long for a version. */
const TIMEOUT = 3000;

/**
 * The version of the service at a URL, from its description of itself, or why it is not known.
 * @throws Failure where a file of TLS cannot be used
 */
export async function serverVersion(
  url: string,
  tls: TlsFiles,
): Promise<{ readonly version: string } | { readonly version?: undefined; readonly reason: string }> {
  const fetch = await fetchWith(tls);
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    const answer = await fetch(`${url}/openapi.json`, { method: 'GET', headers: {}, signal });
    const version = answer.status === 200 ? versionIn(await answer.text()) : undefined;
    return version === undefined ? { reason: `it answered ${String(answer.status)}` } : { version };
  } catch (error) {
    return { reason: signal.aborted ? `no answer within ${String(TIMEOUT)} ms` : reasonOf(error) };
  }
}

function versionIn(text: string): string | undefined {
  try {
    const { info } = JSON.parse(text) as { readonly info?: { readonly version?: unknown } };
    return typeof info?.version === 'string' ? info.version : undefined;
  } catch {
    return undefined;
  }
}
