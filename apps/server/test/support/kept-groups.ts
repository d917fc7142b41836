import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEtcd } from '../../../../packages/etcd-storage/test/support/etcd-nodes.js';
import { putInto, settingsFor } from './cluster-keys.js';

/** Where a service keeps its groups: none at first. */
export interface KeptGroups {
  /** What the service is told of it. */
  readonly settings: Readonly<Record<string, string>>;
  /** The directory that Prometheus reads. */
  readonly directory: string;
  /** Writes over a group what nobody understands; that is known a second later at the latest. */
  readonly spoil: (application: string, environment: string) => Promise<void>;
  /** Removes it all; the service is stopped. */
  readonly remove: () => Promise<void>;
}

/** Every way to keep groups, by its name: a client sees no difference. */
export const KEPT_GROUPS: readonly (readonly [name: string, keep: () => Promise<KeptGroups>])[] = [
  ['a directory', keepInDirectory],
  ['a cluster', keepInCluster],
];

const SPOILT = '[{"targets":';

function keepInDirectory(): Promise<KeptGroups> {
  const { directory, remove } = newDirectory();
  return Promise.resolve({
    settings: { FILE_SD_DIRECTORY: directory },
    directory,
    spoil: (application, environment) => {
      writeFileSync(join(directory, `${application}@${environment}.json`), SPOILT);
      return Promise.resolve();
    },
    remove: () => {
      remove();
      return Promise.resolve();
    },
  });
}

async function keepInCluster(): Promise<KeptGroups> {
  const { directory, remove } = newDirectory();
  const cluster = await startEtcd(1);
  return {
    settings: { FILE_SD_DIRECTORY: directory, ...settingsFor(cluster) },
    directory,
    spoil: (application, environment) => putInto(cluster, `${application}/${environment}`, SPOILT),
    remove: async () => {
      await cluster.stop();
      remove();
    },
  };
}

/** The files that Prometheus reads in a directory, by name. */
export function filesIn(directory: string): Readonly<Record<string, string>> {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

function newDirectory(): { readonly directory: string; readonly remove: () => void } {
  const home = mkdtempSync(join(tmpdir(), 'target-eye-kept-'));
  const directory = join(home, 'file_sd');
  mkdirSync(directory);
  return {
    directory,
    remove: () => {
      rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
