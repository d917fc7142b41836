import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { createSecureContext } from 'node:tls';

/** Certificates and a key, in PEM. */
export interface TlsMaterial {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

interface FetchOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

interface FetchAnswer {
  readonly status: number;
  readonly type: string;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/**
 * The part of `fetch` that the client needs, over Node's own HTTP: its global `fetch` takes neither authorities nor a
 * client certificate. Connections are kept while the command runs, and do not keep it running. Redirects are not
 * followed.
 */
export function nodeFetch(tls: TlsMaterial): (url: string, options: FetchOptions) => Promise<FetchAnswer> {
  const http = new HttpAgent({ keepAlive: true });
  let https: HttpsAgent | undefined;
  // The certificates of all authorities take some time to read, which a URL without TLS must not cost.
  const httpsAgent = () => (https ??= new HttpsAgent({ keepAlive: true, secureContext: createSecureContext(tls) }));
  return (url, options) => {
    const isTls = url.startsWith('https:');
    const { body, headers, ...others } = options;
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const request = (isTls ? requestHttps : requestHttp)(url, {
        ...others,
        headers: { ...headers, ...length },
        agent: isTls ? httpsAgent() : http,
      });
      request.once('error', reject);
      request.once('response', (response) => {
        resolve(answerOf(response));
      });
      request.end(body);
    });
  };
}

function answerOf(response: IncomingMessage): FetchAnswer {
  return {
    status: response.statusCode ?? 0,
    type: 'basic',
    headers: {
      get: (name) => {
        const value = response.headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
    },
    text: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString();
    },
  };
}
