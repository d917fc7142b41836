import { get as getHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getHttps } from 'node:https';
import type { BindAddress } from '../net/bind-address.js';
import type { Settings } from '../settings/settings.js';
import { safeText } from './safe-text.js';

/** How long the service may take to answer, in milliseconds. */
const TIMEOUT_MS = 3000;

/** How much of an answer is looked at, in characters. */
const MAX_ANSWER = 65_536;

type Asked = Pick<Settings, 'bind' | 'insecure_bind' | 'certfile' | 'web_config_file' | 'root_path' | 'server_names'>;

/**
 * * Asks the service that runs with these settings on this machine whether it is ready. It asks at an address without
 * TLS if there is one, otherwise at the first address. The certificate is not verified, because it is issued for
 * another name than the loopback address.
 * @returns why it is not ready; `undefined` if it is
 */
export async function whyNotReady(settings: Asked): Promise<string | undefined> {
  const [address] = settings.insecure_bind ?? settings.bind;
  if (address === undefined) return 'it listens nowhere';
  const [host] = settings.server_names;
  const options = {
    ...whereabouts(address),
    path: `${settings.root_path}/-/ready`,
    timeout: TIMEOUT_MS,
    rejectUnauthorized: false,
    headers: { 'User-Agent': 'target-eye healthcheck', ...(host !== undefined && { Host: host }) },
  };
  const mayHaveTls =
    settings.insecure_bind === undefined && (settings.certfile !== undefined || settings.web_config_file !== undefined);
  if (!mayHaveTls) return ask(getHttp, options);
  const reason = await ask(getHttps, options);
  // A web config file may be there without turning TLS on.
  return reason !== undefined && settings.certfile === undefined ? ask(getHttp, options) : reason;
}

function whereabouts(address: BindAddress): RequestOptions {
  if ('path' in address) return { socketPath: address.path };
  const { host, port } = address;
  return { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port };
}

async function ask(get: typeof getHttp | typeof getHttps, options: RequestOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(options, (response: IncomingMessage) => {
      reasonIn(response).then(resolve, (error: unknown) => {
        resolve(error instanceof Error ? error.message : String(error));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${String(TIMEOUT_MS / 1000)} s`)));
    request.on('error', (error) => {
      resolve(error.message);
    });
  });
}

/** In the words of the service, where it is one that answers. */
async function reasonIn(response: IncomingMessage): Promise<string | undefined> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response as AsyncIterable<string>) text = (text + chunk).slice(0, MAX_ANSWER);
  if (response.statusCode === 200) return undefined;
  return messageIn(text) ?? `it answered ${String(response.statusCode)}`;
}

function messageIn(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    return typeof message === 'string' ? safeText(message) : undefined;
  } catch {
    return undefined;
  }
}
