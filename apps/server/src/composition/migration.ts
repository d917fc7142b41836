import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Inventory,
  Migration,
  problemText,
  type Snapshot,
  type TargetGroupStore,
  type Turns,
} from '@target-eye/domain';
import {
  type DirectoryHolder,
  DirectoryUnusableError,
  FileSdTargetGroupStore,
  holderOf,
  readDirectory,
  type StorageLog,
  WriteThread,
} from '@target-eye/file-sd-storage';
import type { MigrationRequest } from '../cli/migration-request.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Configuration } from '../settings/configuration.js';
import { openCluster } from './open-cluster.js';
import { TimeSlices } from '../turns/time-slices.js';

/** The places between which groups are brought. */
export interface MigrationPlaces {
  readonly migration: Migration;
  /** Where groups are written; `undefined` where nothing is to be. */
  readonly store: TargetGroupStore | undefined;
  /** What the store is called. */
  readonly name: string;
  /** Why what was read may not be what is there. */
  readonly problem: () => string | undefined;
  readonly close: () => Promise<void>;
}

/** Takes what people should know, a sentence. */
type Say = (sentence: string) => void;

const MISSED =
  'what it changes from now on may be missed, unless it keeps its groups in etcd; stop it, or run this again';

const EMPTY: Snapshot = { revision: '', groups: [], unreadable: [] };

/**
 * Opens the cluster, and the directory if groups are brought into it.
 * @param say is told what people should know meanwhile
 * @throws ConfigurationError when a place cannot be used
 */
export async function openMigration(
  configuration: Configuration,
  request: MigrationRequest,
  say: Say,
): Promise<MigrationPlaces> {
  const turns = new TimeSlices();
  const log: StorageLog = {
    info: () => undefined,
    warn: (message, details) => {
      say(inWords(message, details));
    },
  };
  const cluster = await openCluster(configuration, { log, turns });
  try {
    const open = request.to === 'etcd' ? intoCluster : intoDirectory;
    const { close, ...places } = open(cluster, configuration.settings.file_sd_directory, request, { log, turns, say });
    return {
      ...places,
      problem: () => {
        const problem = cluster.problem();
        return problem && problemText(problem);
      },
      close: async () => {
        await close?.();
        await cluster.close();
      },
    };
  } catch (error) {
    await cluster.close();
    throw usable(error);
  }
}

interface Means {
  readonly log: StorageLog;
  readonly turns: Turns;
  readonly say: Say;
}

type Opened = Pick<MigrationPlaces, 'migration' | 'store' | 'name'> & Partial<Pick<MigrationPlaces, 'close'>>;

function intoCluster(cluster: TargetGroupStore, directory: string, request: MigrationRequest, means: Means): Opened {
  const { from, prefer: preferred, isDryRun } = request;
  const paths = from.length > 0 ? from : [resolve(directory)];
  for (const path of paths) {
    const holder = holderOf(path);
    // Who mirrors a cluster makes no change in the directory.
    if (typeof holder === 'string' || !holder.isMirror) sayHolder(path, holder, MISSED, means.say);
  }
  const read = async (): Promise<readonly Inventory[]> => {
    const inventories: Inventory[] = [];
    for (const path of paths) inventories.push(await inventoryOf(path, means.turns));
    return inventories;
  };
  const migration = new Migration({ read, preferred }, cluster, means.turns);
  return { migration, store: isDryRun ? undefined : cluster, name: 'etcd' };
}

function intoDirectory(
  cluster: TargetGroupStore,
  directory: string,
  { isDryRun }: MigrationRequest,
  { log, turns, say }: Means,
): Opened {
  const read = async (): Promise<readonly Inventory[]> => [
    { place: 'etcd', ...(await cluster.snapshot()), unclaimed: [] },
  ];
  const name = JSON.stringify(directory);
  if (isDryRun) {
    sayHolder(directory, holderOf(directory), 'it has to be stopped before anything can be written', say);
    const snapshot = async (): Promise<Snapshot> =>
      existsSync(directory) ? (await readDirectory(directory, turns)).snapshot : EMPTY;
    return { migration: new Migration({ read }, { snapshot }, turns), store: undefined, name };
  }
  const store = new FileSdTargetGroupStore(directory, log, undefined, turns, new WriteThread());
  return { migration: new Migration({ read }, store, turns), store, name, close: () => store.close() };
}

async function inventoryOf(path: string, turns: Turns): Promise<Inventory> {
  const { snapshot, unclaimed } = await readDirectory(path, turns).catch((error: unknown) => {
    throw usable(error);
  });
  return { place: path, ...snapshot, unclaimed };
}

function sayHolder(path: string, holder: DirectoryHolder, consequence: string, say: Say): void {
  if (holder === 'nobody') return;
  const name = JSON.stringify(path);
  if (holder === 'unknown') say(`it cannot be told whether a Target-eye has the directory ${name}: ${consequence}`);
  else say(`a Target-eye (process ${holder.process}) has the directory ${name}: ${consequence}`);
}

function usable(error: unknown): unknown {
  return error instanceof DirectoryUnusableError ? new ConfigurationError(error.message, { cause: error }) : error;
}

/** A line of the log as a sentence. */
function inWords(message: string, details: object): string {
  const parts = Object.entries(details as Readonly<Record<string, unknown>>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return parts.length === 0 ? message : `${message} (${parts.join(', ')})`;
}
