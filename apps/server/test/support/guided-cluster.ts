import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf, fileIn, readDocument } from './document.js';
import { freePort } from './free-port.js';
import { type Ended, runProgram, spawnProgram } from './running-server.js';

const GUIDE = readDocument('docs/cluster.md');

/** The hosts of the guide, and the ports that it has on them. */
const HOSTS = ['prom-a', 'prom-b', 'etcd-c'] as const;
const PORTS = ['2379', '2380', '8000', '9090'] as const;
export type Host = (typeof HOSTS)[number];

/** Where an fsync costs nothing. */
const IN_MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The hosts of docs/cluster.md, all of them on this one: each has ports and a folder of its own. */
export class GuidedCluster {
  readonly home = mkdtempSync(join(IN_MEMORY, 'target-eye-guide-'));
  private readonly nodes = new Map<Host, ChildProcess>();
  private exported = '';

  private constructor(private readonly ports: ReadonlyMap<string, number>) {
    for (const host of HOSTS) mkdirSync(this.folder(host));
  }

  static async create(): Promise<GuidedCluster> {
    const ports = new Map<string, number>();
    for (const host of HOSTS) for (const port of PORTS) ports.set(`${host}:${port}`, await freePort());
    return new GuidedCluster(ports);
  }

  /** What is in `/etc` and `/var` of a host in the guide. */
  folder(host: Host): string {
    return join(this.home, host);
  }

  port(host: Host, port: (typeof PORTS)[number]): number {
    return this.ports.get(`${host}:${port}`) ?? 0;
  }

  /** A text of the guide as it is for this host. */
  localized(text: string, host: Host = 'prom-a'): string {
    return text
      .replaceAll(/ssh (\S+)\.example\.org cat /g, (_, other: Host) => `cat ${this.folder(other)}`)
      .replaceAll(
        /([\w-]+)\.example\.org:(\d+)/g,
        (_, other: Host, port: '8000') => `localhost:${String(this.port(other, port))}`,
      )
      .replaceAll('localhost:8000', `localhost:${String(this.port(host, '8000'))}`)
      .replaceAll(/0\.0\.0\.0:(\d+)/g, (_, port: '2379') => `127.0.0.1:${String(this.port(host, port))}`)
      .replaceAll(/(?<![\w/.-])\/(?:etc|var)\//g, (path) => `${this.folder(host)}${path}`)
      .replaceAll('$(hostname -s)', host)
      .replaceAll(/(?<=^install .*) -g \S+/gm, '');
  }

  /** The only block of the guide with this text in it. */
  block(text: string): string {
    const found = blocksOf(GUIDE).filter((block) => block.text.includes(text));
    if (found.length !== 1) throw new Error(`${String(found.length)} blocks have ${text}`);
    return found[0]?.text ?? '';
  }

  /** The variables of a file of the guide on a host. */
  variables(file: string, host: Host = 'prom-a'): Record<string, string> {
    const lines = fileIn(GUIDE, file)
      .split('\n')
      .filter((line) => /^\w/.test(line));
    const own = lines.map((line) =>
      line.startsWith('ETCD_INITIAL_CLUSTER=') || file !== '/etc/default/etcd' ? line : line.replaceAll('prom-a', host),
    );
    return Object.fromEntries(
      own.map((line) => [line.replace(/=.*/, ''), this.localized(line.replace(/^\w+=/, ''), host)]),
    );
  }

  /** Runs lines of the guide in the folder of all hosts, with what earlier ones exported. */
  async run(lines: string, host: Host = 'prom-a'): Promise<Ended> {
    const here = this.localized(lines, host);
    this.exported +=
      here
        .match(/^export .*$/gm)
        ?.map((line) => `${line}\n`)
        .join('') ?? '';
    writeFileSync(join(this.home, 'lines.sh'), `set -eu\ncd ${this.home}\n${this.exported}${here}`);
    return runProgram(['sh', join(this.home, 'lines.sh')], { PATH: process.env['PATH'] ?? '', HOME: this.home });
  }

  /** As `run`, for lines that succeed; gives what they print. */
  async output(lines: string, host: Host = 'prom-a'): Promise<string> {
    const ended = await this.run(lines, host);
    if (ended.status !== 0) throw new Error(`${lines}: ${ended.stdout}${ended.stderr}`);
    return ended.stdout;
  }

  /** Starts etcd on a host with the settings of the guide. */
  startEtcd(host: Host): void {
    const variables = this.variables('/etc/default/etcd', host);
    mkdirSync(join(this.folder(host), 'var', 'lib', 'etcd'), { recursive: true });
    const environment = { PATH: process.env['PATH'] ?? '', ETCD_LOG_LEVEL: 'error', ...variables };
    this.nodes.set(host, spawnProgram(['etcd'], environment));
  }

  async stopEtcd(host: Host): Promise<void> {
    const child = this.nodes.get(host);
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  async remove(): Promise<void> {
    await Promise.all(HOSTS.map((host) => this.stopEtcd(host)));
    rmSync(this.home, { recursive: true, force: true });
  }
}

export { HOSTS };
