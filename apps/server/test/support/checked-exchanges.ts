import { deviations, type SentRequest } from './description-check.js';
import type { Answer } from './answer.js';

/** A server whose answers have to be those of the description. */
interface DescribedServer {
  /** The prefix of all URLs. */
  readonly rootPath: string;
  /** The names of headers that are configured. */
  readonly headers: () => readonly string[];
}

const servers = new Map<number, DescribedServer>();

/** From now on every exchange with this port is compared with the description. */
export function beginChecks(port: number, server: DescribedServer): void {
  servers.set(port, server);
}

export function endChecks(port: number): void {
  servers.delete(port);
}

/**
 * Compares an exchange with the description, if its server is one of those that are checked, the bytes are one whole request
 * of HTTP for one of its URLs, not for the prefix of all of them alone, and there was an answer.
 * @throws Error when it is something else
 */
export function checkExchange(port: number | undefined, bytes: string | Buffer, answer: Answer): void {
  const server = servers.get(port ?? 0);
  const request = server && requestIn(Buffer.from(bytes), server.rootPath);
  if (server === undefined || request === undefined || Number.isNaN(answer.status)) return;
  const found = deviations(request, answer, server.headers());
  if (found.length > 0)
    throw new Error(
      `${request.method} ${request.target} is answered as openapi.yaml does not say: ${found.join('; ')}\n${JSON.stringify(answer)}`,
    );
}

const REQUEST = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n((?:[\w-]+:[^\r\n]*\r\n)*)\r\n([^]*)$/;

function requestIn(bytes: Buffer, rootPath: string): SentRequest | undefined {
  const [, method, url, lines = '', rest = ''] = REQUEST.exec(bytes.toString('latin1')) ?? [];
  if (method === undefined || url === undefined) return undefined;
  const headers = Object.fromEntries(
    lines
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const isChunked = 'transfer-encoding' in headers;
  if (!isChunked && rest.length !== Number(headers['content-length'] ?? 0)) return undefined;
  // A target in absolute form without a path means the root (RFC 9112, section 3.2.2).
  const path = url.replace(/^https?:\/\/[^/?]*(\/?)/i, '/');
  if (rootPath !== '' && path.replace(/\?.*/, '') === rootPath) return undefined;
  return {
    method,
    target: path.startsWith(`${rootPath}/`) ? path.slice(rootPath.length) : '',
    headers,
    body: isChunked ? undefined : Buffer.from(rest, 'latin1'),
  };
}
