import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from './answer.js';
import { type Content, sendRequest } from './raw-request.js';
import { makeProxyFiles, PROXY_NAME, type ProxyKind, type RunningProxy, startProxy } from './running-proxy.js';
import { type RunningServer, startServer } from './running-server.js';

const GUIDE = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'proxies.md'), 'utf8');

interface Examples {
  /** The whole server. */
  readonly server: string;
  /** Under a path of its own. */
  readonly prefix: string;
  /** With TLS to the service. */
  readonly tls: string;
}

/** What docs/proxies.md shows, as it is served. */
export const EXAMPLES: Readonly<Record<ProxyKind, Examples>> = {
  nginx: examplesFor('nginx', / {4}location [^]*?\n {4}\}/, /proxy_pass .*/),
  haproxy: examplesFor('haproxy', 'default_backend target-eye', /server local .*/),
  apache2: examplesFor('apache', /ProxyPass .*/, /ProxyPass .*/),
};

/** Of the three examples the second and the third take the place of these parts of the first. */
function examplesFor(language: string, path: string | RegExp, upstream: string | RegExp): Examples {
  const examples = [...GUIDE.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))];
  expect(examples).toHaveLength(3);
  const [server = '', prefix = '', tls = ''] = examples.map(([, text]) => text);
  return { server, prefix: replaced(server, path, prefix), tls: replaced(server, upstream, tls) };
}

/** A replacement that must not come to nothing. */
export function replaced(text: string, old: string | RegExp, by: string): string {
  const result = text.replace(old, () => by);
  expect(result).not.toBe(text);
  return result;
}

/** A service as the guide starts it, and proxies in front of it; all are stopped after the tests. */
export interface ProxiedService {
  readonly home: string;
  readonly output: () => string;
  /** Sends a request to the service itself. */
  readonly send: (method: string, path: string, content?: Content) => Promise<Answer>;
  /** Starts a proxy with an example of the guide, in front of the service or of another port. */
  readonly proxy: (kind: ProxyKind, example: string, upstream?: number) => Promise<RunningProxy>;
  /** Starts another service and gives its port. */
  readonly another: (environment: Readonly<Record<string, string>>) => Promise<number>;
}

export function useProxiedService(): ProxiedService {
  const home = mkdtempSync(join(tmpdir(), 'target-eye-proxies-'));
  const running: { stop: () => Promise<unknown> }[] = [];
  let service: RunningServer;
  const serve = (environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> =>
    startServer({
      TRUSTED_PROXIES: '127.0.0.1',
      SERVER_NAMES: PROXY_NAME,
      FILE_SD_DIRECTORY: mkdtempSync(join(home, 'file_sd-')),
      ...environment,
    });
  beforeAll(async () => {
    makeProxyFiles(home);
    service = await serve();
  });
  afterAll(async () => {
    await Promise.all([service, ...running].map((process) => process.stop()));
    rmSync(home, { recursive: true, force: true });
  });
  return {
    home,
    output: () => service.output(),
    send: (method, path, content = {}) => {
      const headers = { Host: PROXY_NAME, ...content.headers };
      return sendRequest(portOf(service), method, path, { ...content, headers });
    },
    proxy: async (kind, example, upstream = portOf(service)) => {
      const started = await startProxy(kind, example, home, upstream);
      running.push(started);
      return started;
    },
    another: async (environment) => {
      const started = await serve(environment);
      running.push(started);
      return portOf(started);
    },
  };
}

function portOf({ url }: RunningServer): number {
  return Number(new URL(url).port);
}
