import { setTimeout as wait } from 'node:timers/promises';
import type { StorageLog, StoreStatus, TargetGroupStore, Turns } from '@target-eye/domain';
import { EtcdClient, EtcdTargetGroupStore } from '@target-eye/etcd-storage';
import { checkKey } from '@target-eye/file-sd-storage';
import { ETCD } from '../http-config/http-config.js';
import { readHttpConfig } from '../http-config/http-config-file.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Configuration } from '../settings/configuration.js';
import { clusterAccess } from './cluster-access.js';
import { checkClusterIn } from './cluster-check.js';

/** How long a cluster may take to tell all groups before it is asked what is the matter, in milliseconds. */
const PATIENCE_MS = 1000;

/** How long it may take at most, where nothing is the matter. */
const MAX_PATIENCE_MS = 60_000;

/** How often it is looked whether it has. */
const LOOK_MS = 50;

/**
 * Opens the groups of the cluster that the settings name, for a program that ends soon; resolves when they are known.
 * @throws ConfigurationError when none is named, or it cannot be reached
 */
export async function openCluster(
  configuration: Configuration,
  { log, turns }: { readonly log: StorageLog; readonly turns: Turns },
): Promise<TargetGroupStore & StoreStatus> {
  const { settings } = configuration;
  const [first, ...others] = settings.etcd_endpoints;
  if (first === undefined)
    throw new ConfigurationError(
      'ETCD_ENDPOINTS is not set: name the nodes of the cluster, or set etcd_endpoints in the section [target-eye] of the config file',
    );
  const { value: config } = readHttpConfig(settings.etcd_http_config_file, ETCD);
  const access = clusterAccess(() => config);
  const { clock } = access;
  const etcd = new EtcdClient([first, ...others], access);
  const store = new EtcdTargetGroupStore({ etcd, prefix: settings.etcd_prefix, checkKey, clock, log, turns });
  try {
    if (await isKnownWithin(PATIENCE_MS, store)) return store;
    const findings = await checkClusterIn(configuration);
    const faults = findings.filter(({ isGood }) => !isGood).map(({ sentence }) => sentence);
    if (findings.some(({ isGood }) => isGood) && (await isKnownWithin(MAX_PATIENCE_MS, store))) return store;
    throw new ConfigurationError(`etcd cannot be used: ${faults.join('; ')}`);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function isKnownWithin(milliseconds: number, store: StoreStatus): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (store.problem()?.code === 'unreachable') {
    if (performance.now() > end) return false;
    await wait(LOOK_MS);
  }
  return true;
}
