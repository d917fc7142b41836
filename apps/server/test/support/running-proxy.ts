import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTcp } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { createAuthority } from './certificates.js';
import { freePort } from './free-port.js';
import type { Answer } from './answer.js';
import { bytesOf, type Content, firstAnswerOn } from './raw-request.js';
import { spawnProgram } from './running-server.js';
import { until } from './until.js';

/** The name in the examples of the guide, and in the certificates. */
export const PROXY_NAME = 'target-eye.example.org';

/** A proxy as a process of its own, which serves TLS on a port of the loopback interface. */
export interface RunningProxy {
  readonly port: number;
  /** Sends a request whose path goes out as it is written; `from` is the client's own address. */
  readonly send: (method: string, path: string, content?: Content, from?: string) => Promise<Answer>;
  readonly sendBytes: (bytes: string) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

interface Kind {
  readonly command: readonly string[];
  /** What stands around an example where it is all that is served. */
  readonly wrap: (example: string, home: string, port: number) => string;
}

const MODULES = ['mpm_event', 'authz_core', 'ssl', 'headers', 'proxy', 'proxy_http'];
const TEMPORARY_PATHS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

const KINDS: Readonly<Record<'nginx' | 'haproxy' | 'apache2', Kind>> = {
  nginx: {
    command: ['nginx', '-e', 'stderr', '-c'],
    wrap: (example, home, port) =>
      [
        `daemon off; master_process off; error_log stderr; pid ${home}/nginx-${String(port)}.pid;`,
        'events {}',
        'http {',
        'access_log off;',
        ...TEMPORARY_PATHS.map((name) => `${name}_temp_path ${home}/${name};`),
        example.replace('listen 443 ', `listen 127.0.0.1:${String(port)} `),
        '}',
      ].join('\n'),
  },
  haproxy: {
    command: ['haproxy', '-db', '-f'],
    wrap: (example, _home, port) => example.replace('bind :443 ', `bind 127.0.0.1:${String(port)} `),
  },
  apache2: {
    command: ['apache2', '-X', '-f'],
    wrap: (example, home, port) =>
      [
        `ServerRoot ${home}`,
        `DefaultRuntimeDir ${home}`,
        `PidFile ${home}/apache2-${String(port)}.pid`,
        `ErrorLog ${home}/apache2.log`,
        `ServerName ${PROXY_NAME}`,
        'User www-data',
        'Group www-data',
        ...MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
        `Listen 127.0.0.1:${String(port)}`,
        example.replace('*:443>', `*:${String(port)}>`),
      ].join('\n'),
  },
};

export type ProxyKind = keyof typeof KINDS;

/** Makes the certificates that the examples of the guide name; the service may use `fullchain.pem` as well. */
export function makeProxyFiles(home: string): void {
  const authority = createAuthority(home, 'ca');
  const { cert, key } = authority.issue('server', PROXY_NAME);
  const [chain, privateKey] = [readFileSync(cert), readFileSync(key)];
  writeFileSync(join(home, 'fullchain.pem'), chain);
  writeFileSync(join(home, 'privkey.pem'), privateKey);
  writeFileSync(join(home, 'target-eye.pem'), Buffer.concat([chain, privateKey]));
}

/**
 * Starts a proxy with an example of the guide, in which only the addresses and the folders of certificates are others.
 * @param home a folder after `makeProxyFiles`
 * @param upstream the port of the service
 */
export async function startProxy(
  kind: ProxyKind,
  example: string,
  home: string,
  upstream: number,
): Promise<RunningProxy> {
  const { command, wrap } = KINDS[kind];
  const port = await freePort();
  const here = example
    .replaceAll(/\/etc\/(?:ssl\/target-eye|haproxy)\//g, `${home}/`)
    .replaceAll(/127\.0\.0\.1:8000|10\.0\.0\.5:8443/g, `127.0.0.1:${String(upstream)}`);
  const config = join(home, `${kind}-${String(port)}.conf`);
  writeFileSync(config, `${wrap(here, home, port)}\n`);
  const child = spawnProgram([...command, config], { PATH: process.env['PATH'] ?? '' });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ca = readFileSync(join(home, 'ca.pem'));
  const open = (localAddress = '127.0.0.1'): TLSSocket => {
    const transport = connectTcp({ host: '127.0.0.1', port, localAddress });
    const socket = connect({ socket: transport, ca, servername: PROXY_NAME });
    // One that a proxy resets after its answer concerns nobody.
    for (const either of [transport, socket]) either.on('error', () => undefined);
    return socket;
  };
  await until(`${kind} listens`, async () => {
    if (child.exitCode !== null) return true;
    const socket = open();
    await once(socket, 'secureConnect');
    socket.destroy();
    return true;
  });
  if (child.exitCode !== null) throw new Error(`${kind} ended: ${output}`);
  return {
    port,
    send: (method, path, content = {}, from) => {
      const headers = { Host: PROXY_NAME, ...content.headers };
      return firstAnswerOn(open(from), bytesOf(method, path, { ...content, headers }));
    },
    sendBytes: (bytes) => firstAnswerOn(open(), bytes),
    stop: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
