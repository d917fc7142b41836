import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { type RunningPrometheus, startPrometheusWith } from './running-prometheus.js';
import { type RunningServer, startServer } from './running-server.js';

/** A user other than root. */
const NOBODY = 65_534;

/** A service, and a pair of real Prometheus that it asks. */
export interface ScrapedFleet {
  /** The directory of the service. */
  readonly directory: string;
  readonly server: RunningServer;
  /** The URLs of the pair, as the service has them. */
  readonly urls: readonly string[];
  readonly stopSecond: () => Promise<void>;
  /** Starts the second of the pair again, after it was stopped. */
  readonly startSecond: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * What the two read, a pool for each environment: groups are spread over them by the names of their files. The second
 * has the pool `apart` in another directory. No pool reads the environment `nowhere`.
 */
function configurationOf(directory: string, apart: string, url: string): string {
  const pool = (name: string, more: object = {}, from = directory): object => ({
    job_name: name,
    file_sd_configs: [{ files: [`${from}/*@${name}.json`], refresh_interval: '1s' }],
    ...more,
  });
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [
      pool('plain'),
      pool('drops', { relabel_configs: [{ source_labels: ['team'], regex: 'secret', action: 'drop' }] }),
      pool('merges', { relabel_configs: [{ regex: 'job|env|team', action: 'labeldrop' }] }),
      pool('limits', { target_limit: 1 }),
      pool('unfollowed', { follow_redirects: false }),
      pool('linked', {}, join(directory, '..', 'linked')),
      pool('apart', {}, apart),
      { job_name: 'polled', http_sd_configs: [{ url: `${url}/http_sd?environment=polled`, refresh_interval: '1s' }] },
    ],
  });
}

/** Starts them all; resolves when they are ready. */
export async function startScrapedFleet(): Promise<ScrapedFleet> {
  const home = mkdtempSync(join(tmpdir(), 'target-eye-scraped-'));
  chmodSync(home, 0o755);
  const directory = join(home, 'file_sd');
  symlinkSync(directory, join(home, 'linked'));
  const service = await freePort();
  const ports = [await freePort(), await freePort()] as const;
  const urls = ports.map((port) => `http://127.0.0.1:${String(port)}`);
  const server = await startServer({
    FILE_SD_DIRECTORY: directory,
    BIND: `127.0.0.1:${String(service)}`,
    PROMETHEUS_URLS: urls.join(','),
  });
  const user = process.getuid?.() === 0 ? { user: NOBODY } : {};
  const start = (port: number, apart: string): Promise<RunningPrometheus> =>
    startPrometheusWith(configurationOf(directory, apart, server.url), { port, hasBadGroups: true, ...user });
  const startSecond = () => start(ports[1], join(home, 'elsewhere'));
  const first = await start(ports[0], directory);
  let second = await startSecond();
  return {
    directory,
    server,
    urls,
    stopSecond: () => second.stop(),
    startSecond: async () => {
      second = await startSecond();
    },
    stop: async () => {
      await Promise.all([first.stop(), second.stop()]);
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
