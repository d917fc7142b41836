import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TargetGroup } from '@target-eye/domain';
import { byPath, type Respond, success, text } from './api-server.js';

/** A server that answers as a Prometheus 2.42 that has read a directory this moment and scraped all that it found. */
export interface FakePrometheus {
  readonly url: string;
  /** The targets that refuse the connection. */
  readonly refusing: Set<string>;
  /** What else it says of targets, as Prometheus' API would, by the target. */
  readonly saying: Map<string, object>;
  /** How often it was asked for the active targets. */
  questions(): number;
  close(): Promise<void>;
}

export async function startFakePrometheus(directory: string): Promise<FakePrometheus> {
  const refusing = new Set<string>();
  const saying = new Map<string, object>();
  const asked: string[] = [];
  const answer = byPath(
    {
      '/metrics': (...exchange) => {
        metricsOf(directory)(...exchange);
      },
      '/api/v1/status/config': success({ yaml: configurationFor(directory) }),
      '/api/v1/targets?state=active': (...exchange) => {
        success({ activeTargets: activeTargetsOf(directory, refusing, saying) })(...exchange);
      },
      '/api/v1/targets?state=dropped': success({ droppedTargets: [] }),
    },
    asked,
  );
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    refusing,
    saying,
    questions: () => asked.filter((url) => url.includes('state=active')).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function configurationFor(directory: string): string {
  const files = JSON.stringify(join(directory, '*.json'));
  return `scrape_configs: [{job_name: target-eye, scrape_interval: 15s, scrape_timeout: 10s, file_sd_configs: [{files: [${files}], refresh_interval: 5m}]}]`;
}

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.json'));
}

function metricsOf(directory: string): Respond {
  const times = filesIn(directory).map((name) => {
    const path = join(directory, name);
    return `prometheus_sd_file_mtime_seconds{filename=${JSON.stringify(path)}} ${String(Math.floor(statSync(path).mtimeMs / 1000))}`;
  });
  const lines = [
    'process_start_time_seconds 1.7e+09',
    'prometheus_sd_file_read_errors_total 0',
    'prometheus_target_sync_failed_total{scrape_job="target-eye"} 0',
    ...times,
  ];
  return text(`${lines.join('\n')}\n`);
}

function activeTargetsOf(
  directory: string,
  refusing: ReadonlySet<string>,
  saying: ReadonlyMap<string, object>,
): readonly object[] {
  return filesIn(directory).flatMap((name) => {
    const path = join(directory, name);
    return groupsIn(path).flatMap(({ targets, labels }) =>
      targets.map((target) => {
        const scrapeUrl = `http://${target}/metrics`;
        return {
          discoveredLabels: {
            __address__: target,
            __meta_filepath: path,
            __metrics_path__: '/metrics',
            __scheme__: 'http',
            __scrape_interval__: '15s',
            __scrape_timeout__: '10s',
            ...labels,
          },
          labels: { ...labels, instance: target },
          scrapePool: 'target-eye',
          scrapeUrl,
          globalUrl: scrapeUrl,
          lastError: refusing.has(target) ? `Get "${scrapeUrl}": dial tcp ${target}: connect: connection refused` : '',
          lastScrape: new Date().toISOString(),
          lastScrapeDuration: 0.003,
          health: refusing.has(target) ? 'down' : 'up',
          scrapeInterval: '15s',
          scrapeTimeout: '10s',
          ...saying.get(target),
        };
      }),
    );
  });
}

/** The groups of a file; none where it is not JSON. */
function groupsIn(path: string): readonly TargetGroup[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as readonly TargetGroup[];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
