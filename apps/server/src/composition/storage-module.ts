import { ContainerModule } from 'inversify';
import { AllowedTargets, BulkService, TargetGroupService, type TargetPolicy, type Turns } from '@target-eye/domain';
import {
  DirectoryUnusableError,
  FileSdTargetGroupStore,
  type StorageEvents,
  type StorageLog,
  WriteThread,
} from '@target-eye/file-sd-storage';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Configuration } from '../settings/configuration.js';
import { ALLOWED_LISTS } from '../target-policy/allowed-lists.js';
import { DeniedNetworks } from '../target-policy/denied-networks.js';
import { NameResolver } from '../target-policy/name-resolver.js';
import { TimeSlices } from '../turns/time-slices.js';
import { inCluster } from './in-cluster.js';
import type { Storage } from './storage.js';
import { TOKENS } from './tokens.js';

/** The one place that knows which store is behind the domain's port. */
export function storageModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.turns).toConstantValue(new TimeSlices());
    bind(TOKENS.storage)
      .toResolvedValue(
        ({ settings }, httpConfig, log, metrics, turns) =>
          opening(() => {
            const { file_sd_directory: directory, etcd_prefix: prefix } = settings;
            const [endpoint, ...others] = settings.etcd_endpoints;
            if (endpoint === undefined) return inDirectory(directory, log, metrics.disk, turns);
            const endpoints = [endpoint, ...others] as const;
            return inCluster({ endpoints, prefix, directory, httpConfig, log, metrics, turns });
          }),
        [TOKENS.configuration, TOKENS.etcdHttpConfig, TOKENS.logger, TOKENS.metrics, TOKENS.turns],
      )
      .inSingletonScope()
      .onDeactivation((storage) => storage.close());
    bind(TOKENS.store)
      .toResolvedValue(({ store }) => store, [TOKENS.storage])
      .inSingletonScope();
    bind(TOKENS.names)
      .toResolvedValue(({ names }) => names, [TOKENS.storage])
      .inSingletonScope();
    bind(TOKENS.policies)
      .toResolvedValue(({ settings }, turns) => targetPolicies(settings, turns), [TOKENS.configuration, TOKENS.turns])
      .inSingletonScope();
    bind(TOKENS.service)
      .toResolvedValue(
        (store, policies, { settings }, turns) =>
          new TargetGroupService(store, policies, { maxTargets: settings.max_targets_per_group, turns }),
        [TOKENS.store, TOKENS.policies, TOKENS.configuration, TOKENS.turns],
      )
      .inSingletonScope();
    bind(TOKENS.bulk)
      .toResolvedValue(
        (store, policies, { settings }, turns) => {
          const { max_targets_per_group: maxTargets, fuse_percent: percent, fuse_targets: targets } = settings;
          return new BulkService(store, policies, { maxTargets, turns, fuse: { percent, targets } });
        },
        [TOKENS.store, TOKENS.policies, TOKENS.configuration, TOKENS.turns],
      )
      .inSingletonScope();
  });
}

/** The directory that Prometheus watches is where the groups are kept. */
function inDirectory(path: string, log: StorageLog, events: StorageEvents, turns: Turns): Storage {
  const store = new FileSdTargetGroupStore(path, log, events, turns, new WriteThread());
  return {
    store,
    status: store,
    names: store,
    named: 'file',
    problem: () => store.problem(),
    awaited: undefined,
    close: () => store.close(),
  };
}

/** @throws ConfigurationError when the directory cannot be used */
function opening(open: () => Storage): Storage {
  try {
    return open();
  } catch (error) {
    throw error instanceof DirectoryUnusableError ? new ConfigurationError(error.message, { cause: error }) : error;
  }
}

/** Cheap rules first: what they refuse needs no name to be resolved. */
function targetPolicies(
  { allowed_hosts, allowed_ports, denied_networks }: Configuration['settings'],
  turns: Turns,
): readonly TargetPolicy[] {
  const isAllAllowed = allowed_hosts.length === 0 && allowed_ports.length === 0;
  return [
    ...(isAllAllowed ? [] : [new AllowedTargets(allowed_hosts, allowed_ports, turns, ALLOWED_LISTS)]),
    ...(denied_networks.isEmpty ? [] : [new DeniedNetworks(denied_networks, new NameResolver(), turns)]),
  ];
}
