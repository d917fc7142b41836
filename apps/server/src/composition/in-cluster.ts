import { Mirror, type MirrorEvents, type MirroredGroups, type Turns, WithheldGroups } from '@target-eye/domain';
import { type ClusterEvents, EtcdClient, EtcdTargetGroupStore, NO_CLUSTER_EVENTS } from '@target-eye/etcd-storage';
import {
  checkKey,
  FileSdGroupNames,
  FileSdGroupPublisher,
  type Origin,
  OriginGuard,
  WriteThread,
} from '@target-eye/file-sd-storage';
import type { HttpConfig } from '../http-config/http-config.js';
import { ClusterLog } from '../logging/cluster-log.js';
import type { Logger } from '../logging/logger.js';
import { MirrorLog } from '../logging/mirror-log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Changing } from '../operator-files/changing.js';
import type { Settings } from '../settings/settings.js';
import { clusterAccess } from './cluster-access.js';
import { joinEvents } from './join-events.js';
import type { Awaited, Storage } from './storage.js';

export interface ClusterParts {
  readonly endpoints: readonly [string, ...string[]];
  readonly prefix: Settings['etcd_prefix'];
  readonly directory: string;
  readonly httpConfig: Changing<HttpConfig>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly turns: Turns;
}

const MIRROR_EVENTS: Readonly<Record<keyof MirrorEvents, true>> = {
  mirrored: true,
  failed: true,
  fellBehind: true,
  caughtUp: true,
};

/**
 * Groups are kept in a cluster, and the directory that Prometheus watches is a mirror of them.
 * @throws DirectoryUnusableError
 */
export function inCluster(parts: ClusterParts): Storage {
  const { endpoints, prefix, directory, httpConfig, log, metrics, turns } = parts;
  const origin: Origin = {
    known: () => store.identity.known(),
    description: `the etcd cluster under ${prefix}`,
    remedies: ['ETCD_ENDPOINTS and ETCD_PREFIX lead to them', '"target-eye migrate --to=etcd" has moved them in'],
  };
  // First of all, because it is what may throw.
  const guard = new OriginGuard(origin);
  const publisher = new FileSdGroupPublisher(directory, log, metrics.disk, new WriteThread(), guard);
  const clusterMetrics = metrics.withCluster();
  const mirrorMetrics = metrics.withMirror();
  const events = joinEvents<ClusterEvents>(NO_CLUSTER_EVENTS, [
    clusterMetrics,
    new ClusterLog(log),
    { committed: metrics.disk.committed.bind(metrics.disk) },
  ]);
  const access = clusterAccess(() => httpConfig.current);
  const { clock } = access;
  const etcd = new EtcdClient(endpoints, { ...access, events });
  httpConfig.follow({
    apply: () => {
      etcd.renew();
    },
  });
  const store = new EtcdTargetGroupStore({ etcd, prefix, checkKey, clock, log, events, turns });
  const source: MirroredGroups = {
    find: (key) => store.find(key),
    snapshot: async () => {
      for (;;) {
        const before = await store.identity.find();
        const snapshot = await store.snapshot();
        // Where it is not so, they may have been read from another cluster meanwhile.
        if (store.identity.known() === before) return { ...snapshot, origin: before };
      }
    },
    subscribe: (listener) => store.subscribe(listener),
  };
  const first = firstMirroring();
  const mirrorEvents = [mirrorMetrics, new MirrorLog(log), first.events];
  const joined = joinEvents<MirrorEvents>(MIRROR_EVENTS, mirrorEvents);
  const mirror = new Mirror({ store: source, publisher, clock, events: joined });
  clusterMetrics.show(store);
  mirrorMetrics.show(mirror);
  mirror.start();
  store.identity.follow(() => {
    mirror.reconcileNow();
  });
  return {
    store: new WithheldGroups(store, () => (store.isKnown ? guard.doubt() : undefined)),
    status: store,
    names: new FileSdGroupNames((key) => store.has(key)),
    named: 'key',
    problem: () => store.problem() ?? mirror.problem(),
    awaited: {
      what: `the target groups in the etcd cluster at ${endpoints.join(', ')}`,
      // As the setting is written, because a list is hard to read in a line of the log.
      there: first.there.then((done) => ({ endpoints: endpoints.join(','), prefix, ...done })),
    },
    close: async () => {
      // In this order, so that what was accepted gets to Prometheus, too.
      await store.close();
      await mirror.close();
    },
  };
}

/** Counts what is mirrored until the mirror has caught up for the first time. */
function firstMirroring(): Pick<Awaited, 'there'> & { readonly events: Pick<MirrorEvents, 'mirrored' | 'caughtUp'> } {
  const done = { written: 0, removed: 0 };
  let resolve: (counts: object) => void = () => undefined;
  const there = new Promise<object>((settle) => {
    resolve = settle;
  });
  return {
    there,
    events: {
      mirrored: (operation, groups) => {
        done[operation === 'remove' ? 'removed' : 'written'] += groups;
      },
      caughtUp: () => {
        resolve({ ...done });
      },
    },
  };
}
